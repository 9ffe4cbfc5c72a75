package dev.fanfare.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three servers that are one cluster. Owned by the test's thread. */
final class ThreeNodes implements AutoCloseable {
  static final int COUNT = 3;

  private final List<Server> servers = new ArrayList<>();
  private final List<URI> addresses = new ArrayList<>();

  /**
   * @param net where they live; null: on the loopback
   */
  static ThreeNodes start(Path directory, Network net) throws IOException, InterruptedException {
    ThreeNodes nodes = new ThreeNodes();
    List<String> hosts = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    JsonArray join = new JsonArray();
    for (int i = 0; i < COUNT; i++) {
      hosts.add(net == null ? "127.0.0.1" : net.host(i));
      ports.add(Server.freePort());
      join.add(hosts.get(i) + ":" + ports.get(i));
    }
    for (int i = 0; i < COUNT; i++) {
      Path own = Files.createDirectory(directory.resolve("node" + i));
      JsonObject conf = conf(hosts.get(i), ports.get(i), join);
      List<String> before = net == null ? List.of() : net.inside(i);
      nodes.servers.add(new Server(before, own, conf, "-cluster"));
      nodes.addresses.add(nodes.servers.get(i).start());
    }
    return nodes;
  }

  private static JsonObject conf(String host, int port, JsonArray join) {
    return new JsonObject()
        .put("http", new JsonObject().put("host", host).put("instances", 2))
        .put("history", new JsonObject().put("messages", 1_000_000).put("room-bytes", "64MiB"))
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
                .put("join", join)
                .put("insecure", true));
  }

  Server server(int node) {
    return servers.get(node);
  }

  URI address(int node) {
    return addresses.get(node);
  }

  String output() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < servers.size(); i++) {
      all.append("\nNode ").append(i).append(" said:\n").append(servers.get(i).output());
    }
    return all.toString();
  }

  @Override
  public void close() throws InterruptedException {
    for (Server server : servers) {
      server.kill();
    }
  }
}
