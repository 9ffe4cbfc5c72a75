package dev.fanfare.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A network namespace for each node, on one bridge with this machine. Needs root. */
final class Network implements AutoCloseable {
  private static final String BRIDGE = "fanfare-br";
  private static final String NET = "10.77.77.";

  /** Not this machine, which is 254 there. */
  private static final String ALL_NODES = NET + "0/27";

  static Network up(int nodes) throws IOException, InterruptedException {
    Network network = new Network(nodes);
    network.close(); // what a run that was killed left
    ip("link add " + BRIDGE + " type bridge");
    ip("addr add " + NET + "254/24 dev " + BRIDGE);
    ip("link set " + BRIDGE + " up");
    for (int i = 0; i < nodes; i++) {
      String link = link(i);
      ip("netns add " + name(i));
      ip("link add " + link + " type veth peer name eth0 netns " + name(i));
      ip("link set " + link + " master " + BRIDGE + " up");
      ip("-n " + name(i) + " addr add " + network.host(i) + "/24 dev eth0");
      ip("-n " + name(i) + " link set eth0 up");
      ip("-n " + name(i) + " link set lo up");
    }
    return network;
  }

  /**
   * @param to where nothing that the node sends comes to
   */
  private record Cut(int from, String to) {}

  private final int nodes;
  private final List<Cut> cuts = new ArrayList<>();

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

  /** Nothing that one node sends reaches the other any more. */
  void cut(int from, int to) throws IOException, InterruptedException {
    cut(new Cut(from, host(to) + "/32"));
  }

  /** Neither reaches, nor is reached by, any other: in one moment it is not heard any more. */
  void cutOff(int node) throws IOException, InterruptedException {
    cut(new Cut(node, ALL_NODES));
    for (int other = 0; other < nodes; other++) {
      if (other != node) {
        cut(other, node);
      }
    }
  }

  private void cut(Cut cut) throws IOException, InterruptedException {
    ip("-n " + name(cut.from()) + " route add blackhole " + cut.to());
    cuts.add(cut);
  }

  /** All is as it was. */
  void mend() throws IOException, InterruptedException {
    for (Cut cut : cuts) {
      ip("-n " + name(cut.from()) + " route del blackhole " + cut.to());
    }
    cuts.clear();
  }

  /** The links by themselves: the kernel takes its time with what a namespace had. */
  @Override
  public void close() throws IOException, InterruptedException {
    for (int i = 0; i < nodes; i++) {
      run("link del " + link(i));
      run("netns del " + name(i));
    }
    run("link del " + BRIDGE);
  }

  private static String link(int node) {
    return "fanfare-v" + node;
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
