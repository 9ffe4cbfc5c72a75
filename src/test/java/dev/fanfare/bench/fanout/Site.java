package dev.fanfare.bench.fanout;

import dev.fanfare.FreePorts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured: one node, or three that are one cluster, or one of those three.
 *
 * @param measured those that the load goes to and whose time counts
 */
record Site(List<Node> nodes, List<Node> measured) implements AutoCloseable {
  private static final int CLUSTERED = 3;

  /**
   * @param history {@code memory} or {@code sqlite}; {@code cluster} for three nodes; {@code
   *     one-of-three} for the first of them
   */
  static Site start(String history, Options options) throws IOException {
    List<Node> nodes = new ArrayList<>();
    boolean clustered = history.equals("cluster") || history.equals("one-of-three");
    try {
      if (!clustered) {
        nodes.add(Node.start(Node.conf(history, options), options));
        return new Site(nodes, nodes);
      }
      List<Integer> ports = FreePorts.some(CLUSTERED);
      JsonArray join = new JsonArray();
      ports.forEach(port -> join.add("127.0.0.1:" + port));
      for (int port : ports) {
        JsonObject conf = Node.conf("auto", options);
        conf.put("cluster", new JsonObject().put("port", port).put("join", join));
        nodes.add(Node.start(conf, options, "-cluster"));
      }
      return new Site(nodes, history.equals("cluster") ? nodes : nodes.subList(0, 1));
    } catch (IOException failed) {
      nodes.forEach(Node::close);
      throw failed;
    }
  }

  int[] ports() {
    return measured.stream().mapToInt(Node::port).toArray();
  }

  /** Time of all threads of those that are measured so far, in seconds. */
  double cpu() {
    return measured.stream().mapToDouble(Node::cpu).sum();
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
