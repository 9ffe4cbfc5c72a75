package dev.fanfare.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Balancer;
import dev.fanfare.Balancer.Kind;
import dev.fanfare.FreePorts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The shipped configurations of nginx and HAProxy, run by the real ones in front of a cluster: two
 * of the three nodes that they name are up.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LoadBalancersIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(FanfareJar.PATIENCE)
          .build();

  private static final List<Integer> HTTP_PORTS = FreePorts.some(3);
  private static final List<Integer> CLUSTER_PORTS = FreePorts.some(2);

  private static FanfareJar one;
  private static FanfareJar two;

  @BeforeAll
  static void start() {
    one = node(0).ready();
    two = node(1).ready();
  }

  private static Start node(int number) {
    JsonArray join = new JsonArray();
    CLUSTER_PORTS.forEach(port -> join.add("127.0.0.1:" + port));
    return Start.jar()
        .args("-cluster")
        .port(HTTP_PORTS.get(number))
        .conf(
            new JsonObject()
                .put(
                    "http",
                    new JsonObject()
                        .put("instances", 2)
                        .put("trusted-proxies", new JsonArray().add("127.0.0.1")))
                .put(
                    "limits", new JsonObject().put("post-rate", 0).put("handshakes-per-address", 0))
                .put("drain", new JsonObject().put("notice", "3s").put("spread", "0s"))
                .put(
                    "cluster",
                    new JsonObject().put("port", CLUSTER_PORTS.get(number)).put("join", join)));
  }

  @AfterAll
  static void stop() {
    for (FanfareJar node : new FanfareJar[] {one, two}) {
      if (node != null) {
        node.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void carriesEveryTransport(Kind kind, @TempDir Path folder) throws Exception {
    try (Balancer balancer = Balancer.start(kind, folder, HTTP_PORTS, Map.of())) {
      assertThat(figuresFor("127.0.0.3", balancer.http())).as("who is not trusted").contains("403");
      assertThat(figuresFor("127.0.0.1", balancer.http())).as("its neighbour").contains("403");
      String room = messages(balancer, kind);
      URI socket = balancer.ws("/ws?room=" + kind.name());
      try (Client first = Client.through(socket, one);
          Client second = Client.through(socket, two);
          Stream<String> stream = stream(room)) {
        Iterator<String> lines = stream.iterator();
        assertThat(next(lines, "id: ")).isNotEmpty();
        String since = new JsonObject(get(room + "?limit=0").body()).getString("position");
        var poll =
            HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create(room + "?wait=30&since=" + since)).build(),
                BodyHandlers.ofString());
        first.send("through " + kind);
        assertThat(first.nextText()).isEqualTo("through " + kind);
        assertThat(second.nextText()).isEqualTo("through " + kind);
        assertThat(next(lines, "data: ")).contains("through " + kind);
        assertThat(poll.get().body()).contains("through " + kind);
        assertThat(post(room, "posted", "key").statusCode()).isEqualTo(201);
        assertThat(post(room, "posted", "key").statusCode()).isEqualTo(200);
        assertThat(first.nextText()).isEqualTo("posted");
        assertThat(second.nextText()).isEqualTo("posted");
        assertThat(next(lines, "data: ")).contains("posted");
      }
    }
  }

  /** Its clients come to the other one; nobody is refused anything. */
  @ParameterizedTest
  @EnumSource(names = {"NGINX", "HAPROXY"})
  void aNodeIsRestartedAndNobodyIsRefused(Kind kind, @TempDir Path folder) throws Exception {
    try (Balancer balancer = Balancer.start(kind, folder, HTTP_PORTS, Map.of())) {
      String room = messages(balancer, kind);
      String sockets = "sockets-" + kind.name();
      URI socket = balancer.ws("/ws?room=" + sockets);
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        clients.add(Client.through(socket, two));
      }
      try (Customer reader = new Customer(200, number -> get(room + "?limit=5"));
          Customer poller = new Customer(200, number -> get(room + "?wait=1"));
          Customer publisher =
              new Customer(201, number -> post(room, "m" + number, "k" + number))) {
        List<Customer> customers = List.of(reader, poller, publisher);
        customers.forEach(Customer::isServed);
        assertThat(one.terminate()).isEqualTo(143);
        customers.forEach(Customer::isServed);
        one.assertQuiet();
        one.close();

        post(messages(balancer, sockets), "fence", "fence");
        int moved = 0;
        for (int i = 0; i < clients.size(); i++) {
          Client.Received received = clients.get(i).next();
          if (received instanceof Client.Closed closed) {
            assertThat(closed).isEqualTo(new Client.Closed(1012, "draining"));
            clients.set(i, Client.through(socket, two));
            moved++;
          } else {
            assertThat(received).isEqualTo(new Client.Text("fence"));
          }
        }
        assertThat(moved).isBetween(1, clients.size() - 1);

        one = node(0).ready();
        customers.forEach(Customer::isServed);
        clients.get(0).send("all are here");
        for (Client client : clients) {
          String text = client.nextText();
          // Who came back at once may have come before the fence went round all loops.
          assertThat(text.equals("fence") ? client.nextText() : text).isEqualTo("all are here");
        }
      } finally {
        clients.forEach(Client::close);
      }
    }
  }

  /** A balancer that cuts idle sockets after a moment: the page comes back, and nothing is lost. */
  @Test
  void aTunnelThatIsCutIsNoLoss(@TempDir Path folder) throws Exception {
    try (Balancer balancer =
            Balancer.start(
                Kind.HAPROXY,
                folder,
                HTTP_PORTS,
                Map.of("timeout tunnel 1h ", "timeout tunnel 2s "));
        Chromium chromium = Chromium.launch();
        Visitor ann = chromium.visitor(Chromium.desktop())) {
      ann.page().navigate(balancer.http() + "#tunnel");
      ann.join("Ann");
      ann.say("before");
      ann.sees("before");
      for (int cut = 1; cut <= 2; cut++) {
        assertThat(ann.page().locator("#state")).hasAttribute("data-state", "lost");
        post(balancer.http() + "rooms/tunnel/messages", "while it was away " + cut, "k" + cut);
        ann.sees("while it was away " + cut);
      }
      ann.say("after");
      ann.sees("after");
      assertThat(ann.texts())
          .containsExactly("before", "while it was away 1", "while it was away 2", "after");
    }
  }

  /** Asks for something again and again, and must always get it. */
  private static final class Customer implements AutoCloseable {
    private static final int SOME = 15;

    private final int status;
    private final Wish wish;
    private final Thread thread = new Thread(this::work, "customer");
    private final List<String> failures = new ArrayList<>();
    private int served;
    private boolean closed;

    /** What it asks for, each time with another number. */
    interface Wish {
      HttpResponse<String> ask(int number) throws IOException;
    }

    Customer(int status, Wish wish) {
      this.status = status;
      this.wish = wish;
      thread.setDaemon(true);
      thread.start();
    }

    private void work() {
      for (int number = 1; !isClosed(); number++) {
        try {
          HttpResponse<String> answer = wish.ask(number);
          note(answer.statusCode() == status ? null : answer + " " + answer.body());
        } catch (IOException failed) {
          note(failed.toString());
        }
      }
    }

    private synchronized boolean isClosed() {
      return closed;
    }

    private synchronized void note(String failure) {
      if (failure == null) {
        served++;
      } else {
        failures.add(failure);
      }
      notifyAll();
    }

    /** Some more times; and it never was refused. */
    synchronized void isServed() {
      int enough = served + SOME;
      long end = System.nanoTime() + FanfareJar.PATIENCE.toNanos();
      try {
        while (served < enough && failures.isEmpty() && System.nanoTime() < end) {
          wait(1_000);
        }
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
      assertThat(failures).isEmpty();
      assertThat(served).isGreaterThanOrEqualTo(enough);
    }

    @Override
    public synchronized void close() {
      closed = true;
    }
  }

  /** What an address of this machine is told that asks for the figures through the balancer. */
  private static String figuresFor(String address, URI balancer) throws IOException {
    InetAddress local = InetAddress.getByName(address);
    try (Socket socket = new Socket(balancer.getHost(), balancer.getPort(), local, 0)) {
      socket.setSoTimeout((int) FanfareJar.PATIENCE.toMillis());
      String request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.lines().findFirst().orElse("nothing");
    }
  }

  private static String messages(Balancer balancer, Object room) {
    return balancer.http() + "rooms/" + room + "/messages";
  }

  private static Stream<String> stream(String uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri)).header("Accept", "text/event-stream").build();
    return HTTP.send(request, BodyHandlers.ofLines()).body();
  }

  private static String next(Iterator<String> lines, String beginning) {
    while (true) {
      String line = lines.next();
      if (line.startsWith(beginning)) {
        return line;
      }
    }
  }

  private static HttpResponse<String> get(String uri) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(uri)));
  }

  private static HttpResponse<String> post(String uri, String text, String key) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "text/plain")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(text)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return HTTP.send(request.timeout(FanfareJar.PATIENCE).build(), BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
