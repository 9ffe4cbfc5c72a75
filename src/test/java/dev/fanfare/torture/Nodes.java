package dev.fanfare.torture;

import dev.fanfare.FreePorts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Some servers that are one cluster. Owned by the test's thread. */
final class Nodes implements AutoCloseable {
  /** Three servers and their clients share a machine: not each buffer is looked at. */
  private static final String SAMPLED = "-Dio.netty.leakDetection.level=simple";

  private final List<Server> servers = new ArrayList<>();
  private final List<URI> addresses = new ArrayList<>();
  private final List<String> members = new ArrayList<>();
  private final Map<Server, Long> forgiven = new HashMap<>();
  private final Semaphore mergers = new Semaphore(0);

  /** How a cluster is to be: of three nodes on the loopback that keep everything, unless told. */
  static final class Plan {
    private final Path directory;
    private int count = 3;
    private int messages = 1_000_000;
    private String bytes = "64MiB";
    private @Nullable Network net;
    private @Nullable LossyBus bus;
    private @Nullable FakeTime time;

    /** Enough to copy a room of so many bytes in one piece. */
    private List<String> jvm = List.of("-Xmx640m");

    private JsonObject more = new JsonObject();
    private boolean atOnce;

    Plan(Path directory) {
      this.directory = directory;
    }

    Plan nodes(int wanted) {
      count = wanted;
      return this;
    }

    /** What each room keeps. */
    Plan keeping(int wanted, String wantedBytes) {
      messages = wanted;
      bytes = wantedBytes;
      return this;
    }

    /** Each in its own part of this network. */
    Plan in(Network there) {
      net = there;
      return this;
    }

    /** What they say to each other goes that way. */
    Plan over(LossyBus way) {
      bus = way;
      return this;
    }

    /** Each by its own clock of these. */
    Plan by(FakeTime clocks) {
      time = clocks;
      return this;
    }

    Plan jvm(String... options) {
      jvm = List.of(options);
      return this;
    }

    /** More configuration of each. */
    Plan conf(JsonObject wanted) {
      more = wanted;
      return this;
    }

    /** All of them start at the same time, instead of each when the one before is ready. */
    Plan atOnce() {
      atOnce = true;
      return this;
    }

    Nodes start() throws IOException, InterruptedException {
      return new Nodes().start(this);
    }

    private String host(int node) {
      return net == null ? "127.0.0.1" : net.host(node);
    }

    private Server server(int node, int port, List<String> members) throws IOException {
      List<String> words = new ArrayList<>(net == null ? List.of() : net.inside(node));
      if (time != null) {
        words.addAll(time.words(node));
      }
      List<String> all = new ArrayList<>(List.of("-cluster"));
      JsonObject conf = conf(host(node), port, members);
      if (bus != null) {
        int busPort = FreePorts.one();
        conf.getJsonObject("cluster").put("bus-port", busPort);
        all.addAll(List.of("-cluster-public-host", host(node)));
        all.addAll(List.of("-cluster-public-port", Integer.toString(bus.before(busPort))));
      }
      Path own = Files.createDirectory(directory.resolve("node" + node));
      List<String> options = new ArrayList<>(List.of(SAMPLED));
      options.addAll(jvm);
      return new Server(words, own, conf, all.toArray(String[]::new)).jvm(options);
    }

    private JsonObject conf(String host, int port, List<String> members) {
      return new JsonObject()
          .put("http", new JsonObject().put("host", host).put("instances", 2))
          .put("history", new JsonObject().put("messages", messages).put("room-bytes", bytes))
          .put(
              "limits",
              new JsonObject()
                  .put("rate", 0)
                  .put("post-rate", 0)
                  .put("sessions-per-address", 0)
                  .put("handshakes-per-address", 0)
                  .put("outbound-bytes", "64MiB"))
          .put(
              "cluster",
              new JsonObject()
                  .put("host", host)
                  .put("port", port)
                  .put("join", new JsonArray(members))
                  .put("insecure", true))
          .mergeIn(more, true);
    }
  }

  private Nodes() {}

  private Nodes start(Plan plan) throws IOException, InterruptedException {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < plan.count; i++) {
      ports.add(FreePorts.one());
      members.add(plan.host(i) + ":" + ports.get(i));
    }
    for (int i = 0; i < plan.count; i++) {
      servers.add(plan.server(i, ports.get(i), members).telling(this::heard));
    }
    try {
      if (plan.atOnce) {
        servers.forEach(Server::launch);
      }
      for (Server server : servers) {
        addresses.add(plan.atOnce ? server.awaitReady() : server.start());
      }
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
    return this;
  }

  private void heard(String line) {
    if (line.contains("The cluster was split and is one again")) {
      mergers.release();
    }
  }

  /** Waits until so many more nodes are back from a split. */
  void awaitMergers(int wanted) throws InterruptedException {
    if (!mergers.tryAcquire(wanted, Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("The halves did not meet");
    }
  }

  int count() {
    return servers.size();
  }

  Server server(int node) {
    return servers.get(node);
  }

  URI address(int node) {
    return addresses.get(node);
  }

  /** Where the nodes meet: {@code host:port} of each. */
  List<String> members() {
    return members;
  }

  String output() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < servers.size(); i++) {
      all.append("\nNode ").append(i).append(" said:\n").append(servers.get(i).output());
    }
    return all.toString();
  }

  /** What they have complained of is known. */
  void forgive() {
    servers.forEach(server -> forgiven.put(server, server.output().lines().count()));
  }

  /**
   * Fails if one of them said anything but information, save what was forgiven. That a thread was
   * slow while Java loaded its classes, as Vert.x sees it, is the machine's.
   */
  void assertQuiet() {
    for (Server server : servers) {
      Stream<String> lines = server.output().lines().skip(forgiven.getOrDefault(server, 0L));
      if (!lines.allMatch(
          line -> line.contains(" INFO ") || line.contains(".BlockedThreadChecker - "))) {
        throw new AssertionError("A node complained:" + output());
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Server server : servers) {
      server.kill();
    }
    System.out.println(output());
  }
}
