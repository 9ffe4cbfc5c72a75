package dev.fanfare.bench.fanout;

import dev.fanfare.FreePorts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is measured: one node, or three that are one cluster. */
record Site(List<Node> nodes) implements AutoCloseable {
  private static final int CLUSTERED = 3;

  /**
   * @param history {@code memory}, {@code sqlite}, or {@code cluster} for three nodes
   */
  static Site start(String history, Options options) throws IOException {
    Site site = new Site(new ArrayList<>());
    try {
      if (!history.equals("cluster")) {
        site.nodes.add(Node.start(Node.conf(history, options), options));
        return site;
      }
      List<Integer> ports = FreePorts.some(CLUSTERED);
      JsonArray join = new JsonArray();
      ports.forEach(port -> join.add("127.0.0.1:" + port));
      for (int port : ports) {
        JsonObject conf = Node.conf("auto", options);
        conf.put("cluster", new JsonObject().put("port", port).put("join", join));
        site.nodes.add(Node.start(conf, options, "-cluster"));
      }
      return site;
    } catch (IOException failed) {
      site.close();
      throw failed;
    }
  }

  int[] ports() {
    return nodes.stream().mapToInt(Node::port).toArray();
  }

  /** Time of all threads of all nodes so far, in seconds. */
  double cpu() {
    return nodes.stream().mapToDouble(Node::cpu).sum();
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
