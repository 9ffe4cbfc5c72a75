package dev.fanfare.history;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Some Hazelcast nodes in this JVM that know just each other. */
public final class ClusterNodes implements AutoCloseable {
  private final List<HazelcastInstance> nodes = new ArrayList<>();

  ClusterNodes(int count) {
    configs(count).forEach(config -> nodes.add(Hazelcast.newHazelcastInstance(config)));
  }

  /** For so many nodes, not started yet. */
  public static List<Config> configs(int count) {
    List<Integer> ports = freePorts(count);
    String name = UUID.randomUUID().toString();
    return ports.stream().map(port -> config(name, port, ports)).toList();
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

  private static Config config(String name, int port, List<Integer> ports) {
    Config config = new Config();
    config.setClusterName(name);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.partition.count", "31");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    ports.forEach(other -> join.getTcpIpConfig().addMember("127.0.0.1:" + other));
    ClusterHistory.configure(config);
    return config;
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return ports;
  }
}
