package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The shipped configurations of nginx and HAProxy, run by the real ones in front of a cluster: two
 * of the three nodes that they name are up.
 */
class LoadBalancersIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(FanfareJar.PATIENCE)
          .build();

  private static FanfareJar one;
  private static FanfareJar two;

  /** The balancers, and how each is told to run a configuration in the foreground. */
  enum Balancer {
    NGINX("conf/nginx.conf", "nginx", "-g", "daemon off;", "-c"),
    HAPROXY("conf/haproxy.cfg", "haproxy", "-db", "-f");

    private final Path shipped;
    private final List<String> command;

    Balancer(String shipped, String... command) {
      this.shipped = Path.of(shipped);
      this.command = List.of(command);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    JsonArray join = new JsonArray();
    int[] ports = freePorts(2);
    for (int port : ports) {
      join.add("127.0.0.1:" + port);
    }
    one = node(ports[0], join).ready();
    two = node(ports[1], join).ready();
  }

  private static Start node(int port, JsonArray join) {
    return Start.jar()
        .args("-cluster")
        .conf(
            new JsonObject()
                .put(
                    "http",
                    new JsonObject()
                        .put("instances", 1)
                        .put("trusted-proxies", new JsonArray().add("127.0.0.1")))
                .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"))
                .put("cluster", new JsonObject().put("port", port).put("join", join)));
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
  void carriesEveryTransport(Balancer balancer, @TempDir Path folder) throws Exception {
    int[] ports = freePorts(2);
    Process process = run(balancer, folder, ports[0], ports[1]);
    try {
      String base = "http://127.0.0.1:" + ports[0];
      awaitHealthy(base, process);
      String room = "/rooms/" + balancer.name() + "/messages";
      URI socket = URI.create("ws://127.0.0.1:" + ports[0] + "/ws?room=" + balancer.name());
      try (Client first = Client.through(socket, one);
          Client second = Client.through(socket, two);
          Stream<String> stream = stream(base + room)) {
        Iterator<String> lines = stream.iterator();
        assertThat(next(lines, "id: ")).isNotEmpty();
        String since = page(base + room + "?limit=0");
        var poll =
            HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create(base + room + "?wait=30&since=" + since)).build(),
                BodyHandlers.ofString());
        first.send("through " + balancer);
        assertThat(first.nextText()).isEqualTo("through " + balancer);
        assertThat(second.nextText()).isEqualTo("through " + balancer);
        assertThat(next(lines, "data: ")).contains("through " + balancer);
        assertThat(poll.get().body()).contains("through " + balancer);
        assertThat(post(base + room, "posted").statusCode()).isEqualTo(201);
        assertThat(first.nextText()).isEqualTo("posted");
        assertThat(second.nextText()).isEqualTo("posted");
        assertThat(next(lines, "data: ")).contains("posted");
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static Process run(Balancer balancer, Path folder, int port, int nobody)
      throws IOException {
    String text =
        Files.readString(balancer.shipped)
            .replace("127.0.0.1:8081", "127.0.0.1:" + one.port())
            .replace("127.0.0.1:8082", "127.0.0.1:" + two.port())
            .replace("127.0.0.1:8083", "127.0.0.1:" + nobody)
            .replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
            .replace("bind :8080", "bind 127.0.0.1:" + port)
            .replace("/tmp/fanfare-nginx.pid", folder.resolve("pid").toString());
    Path file = Files.writeString(folder.resolve("balancer.conf"), text);
    List<String> command =
        Stream.concat(balancer.command.stream(), Stream.of(file.toString())).toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** Until the balancer listens and has found a node. */
  private static void awaitHealthy(String base, Process process) {
    while (true) {
      assertThat(process.isAlive()).isTrue();
      try {
        if (get(base + "/health/ready").statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
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

  private static String page(String uri) throws IOException {
    return new JsonObject(get(uri).body()).getString("position");
  }

  private static HttpResponse<String> get(String uri) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(uri)));
  }

  private static HttpResponse<String> post(String uri, String text) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(text)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return HTTP.send(request.timeout(FanfareJar.PATIENCE).build(), BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Ports that were free a moment ago, of the loopback only. */
  private static int[] freePorts(int count) throws IOException {
    int[] ports = new int[count];
    ServerSocket[] open = new ServerSocket[count];
    for (int i = 0; i < count; i++) {
      open[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      ports[i] = open[i].getLocalPort();
    }
    for (ServerSocket socket : open) {
      socket.close();
    }
    return ports;
  }
}
