package dev.fanfare.torture;

import java.io.IOException;
import java.util.List;

/** A network namespace for each node, on one bridge with this machine. Needs root. */
final class Network implements AutoCloseable {
  private static final String BRIDGE = "fanfare-br";
  private static final String NET = "10.77.77.";

  static Network up(int nodes) throws IOException, InterruptedException {
    Network network = new Network(nodes);
    network.close(); // what a run that was killed left
    ip("link add " + BRIDGE + " type bridge");
    ip("addr add " + NET + "254/24 dev " + BRIDGE);
    ip("link set " + BRIDGE + " up");
    for (int i = 0; i < nodes; i++) {
      String link = "fanfare-v" + i;
      ip("netns add " + name(i));
      ip("link add " + link + " type veth peer name eth0 netns " + name(i));
      ip("link set " + link + " master " + BRIDGE + " up");
      ip("-n " + name(i) + " addr add " + network.host(i) + "/24 dev eth0");
      ip("-n " + name(i) + " link set eth0 up");
      ip("-n " + name(i) + " link set lo up");
    }
    return network;
  }

  private final int nodes;

  private Network(int nodes) {
    this.nodes = nodes;
  }

  String host(int node) {
    return NET + (node + 1);
  }

  /** The words before a command that runs there. */
  List<String> inside(int node) {
    return List.of("ip", "netns", "exec", name(node));
  }

  /** Nothing that one node sends reaches the other: the connections between them are cut. */
  void cut(int from, int to) throws IOException, InterruptedException {
    ip("-n " + name(from) + " route add blackhole " + host(to) + "/32");
  }

  void mend(int from, int to) throws IOException, InterruptedException {
    ip("-n " + name(from) + " route del blackhole " + host(to) + "/32");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (int i = 0; i < nodes; i++) {
      run("netns del " + name(i));
    }
    run("link del " + BRIDGE);
  }

  private static String name(int node) {
    return "fanfare-n" + node;
  }

  private static void ip(String words) throws IOException, InterruptedException {
    if (run(words) != 0) {
      throw new IllegalStateException("ip " + words + " failed; partitions need root and iproute2");
    }
  }

  private static int run(String words) throws IOException, InterruptedException {
    return new ProcessBuilder(("ip " + words).split(" "))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
