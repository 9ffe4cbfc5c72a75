package dev.fanfare.history;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import dev.fanfare.FreePorts;
import dev.fanfare.message.Clocks;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Some Hazelcast nodes in this JVM that know just each other. */
public final class ClusterNodes implements AutoCloseable {
  private static final long PLENTY = 64 << 20;

  private final List<HazelcastInstance> nodes = new ArrayList<>();

  ClusterNodes(int count) {
    this(count, Clocks.system().steady());
  }

  ClusterNodes(int count, LongSupplier steady) {
    this(count, steady, PLENTY);
  }

  /**
   * @param bytes that each of them may keep
   */
  ClusterNodes(int count, LongSupplier steady, long bytes) {
    configs(count, steady, bytes)
        .forEach(config -> nodes.add(Hazelcast.newHazelcastInstance(config)));
  }

  /** For so many nodes, not started yet. */
  public static List<Config> configs(int count) {
    return configs(count, Clocks.system().steady(), PLENTY);
  }

  private static List<Config> configs(int count, LongSupplier steady, long bytes) {
    List<Integer> ports = FreePorts.some(count);
    String name = UUID.randomUUID().toString();
    return ports.stream()
        .map(port -> config(name, port, ports, new ClusterKeeper(steady, bytes)))
        .toList();
  }

  /** The last one knows nobody, and nobody knows it, until {@link #meet}. */
  static ClusterNodes split(int count) {
    return new ClusterNodes(FreePorts.some(count), UUID.randomUUID().toString());
  }

  private ClusterNodes(List<Integer> ports, String name) {
    int last = ports.size() - 1;
    List<Integer> most = ports.subList(0, last);
    most.forEach(port -> start(name, port, most));
    start(name, ports.get(last), List.of(ports.get(last)));
  }

  private void start(String name, int port, List<Integer> ports) {
    ClusterKeeper keeper = new ClusterKeeper(Clocks.system().steady(), PLENTY);
    nodes.add(Hazelcast.newHazelcastInstance(config(name, port, ports, keeper)));
  }

  /** The halves come to know each other; done when the last node has joined the others. */
  CompletableFuture<Void> meet() {
    HazelcastInstance last = nodes.get(nodes.size() - 1);
    CompletableFuture<Void> merged = new CompletableFuture<>();
    last.getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
                merged.complete(null);
              }
            });
    String other = address(nodes.get(0));
    last.getConfig().getNetworkConfig().getJoin().getTcpIpConfig().addMember(other);
    for (HazelcastInstance node : nodes.subList(0, nodes.size() - 1)) {
      node.getConfig().getNetworkConfig().getJoin().getTcpIpConfig().addMember(address(last));
    }
    return merged;
  }

  private static String address(HazelcastInstance node) {
    return "127.0.0.1:" + node.getCluster().getLocalMember().getSocketAddress().getPort();
  }

  HazelcastInstance get(int node) {
    return nodes.get(node);
  }

  List<HazelcastInstance> all() {
    return nodes;
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.getLifecycleService().terminate());
  }

  private static Config config(String name, int port, List<Integer> ports, ClusterKeeper keeper) {
    Config config = new Config();
    config.setClusterName(name);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.partition.count", "31");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "1");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "1");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    ports.forEach(other -> join.getTcpIpConfig().addMember("127.0.0.1:" + other));
    ClusterHistory.configure(config, keeper);
    return config;
  }
}
