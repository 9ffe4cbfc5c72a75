package dev.fanfare.launch;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.spi.MemberAddressProvider;
import dev.fanfare.config.Cluster;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/** Hazelcast as Fanfare wants it: quiet, on one address, with nobody who was not named. */
final class ClusterSetup {
  /**
   * Hazelcast's default is 271. When a node dies, each of its partitions is copied anew by
   * operations of its own, and a room without a copy takes nothing until then: fewer are sooner
   * done. Nodes with another number are not let in, so it can never change node by node.
   */
  static final String PARTITIONS = "97";

  /** Where nodes look for each other when none is named: on this machine, at these ports. */
  private static final List<String> NEIGHBOURS =
      IntStream.range(5701, 5705).mapToObj(port -> "127.0.0.1:" + port).toList();

  private ClusterSetup() {}

  static Config of(Cluster cluster) {
    Config config = new Config();
    config.setClusterName(cluster.name());
    quiet(config);
    patience(config, cluster);
    config.setProperty("hazelcast.partition.count", PARTITIONS);
    network(config.getNetworkConfig(), cluster);
    // Only what is Vert.x' or ours is read from bytes of the network by Java's serialization;
    // Hazelcast's own exceptions travel so.
    JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
    filter.getWhitelist().addPrefixes("io.vertx.spi.cluster.hazelcast.", "dev.fanfare.");
    config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
    vertxMaps(config);
    return config;
  }

  private static void quiet(Config config) {
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.health.monitoring.level", "OFF");
    // Vert.x leaves the cluster when it closes, after the verticles stopped.
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.getMetricsConfig().setEnabled(false);
  }

  private static void patience(Config config, Cluster cluster) {
    // A node that says nothing for ten seconds is out; Hazelcast's default is a minute.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
    // The halves of a split cluster look for each other every ten seconds, not every two minutes.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "10");
    // The oldest node lets others in at once instead of collecting them for five seconds. But so
    // long the others are looked for by name, too: with 0 not at all.
    config.setProperty(
        "hazelcast.wait.seconds.before.join", cluster.kubernetes() == null ? "0" : "1");
    // A node that stops hands its share over before it goes, and waits no longer than the launchers
    // let it: two minutes after the signal they end the process, of which draining may take 90 s.
    config.setProperty("hazelcast.graceful.shutdown.max.wait", "15");
  }

  private static void network(NetworkConfig network, Cluster cluster) {
    network.setPort(cluster.port()).setPortAutoIncrement(false);
    network
        .getMemberAddressProviderConfig()
        .setEnabled(true)
        .setImplementation(new OneAddress(ClusterAddress.of(cluster).socket()));
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    if (cluster.kubernetes() != null) {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", cluster.kubernetes().serviceDns())
          .setProperty("service-port", Integer.toString(cluster.port()));
    } else {
      join.getTcpIpConfig()
          .setEnabled(true)
          .setConnectionTimeoutSeconds(3)
          .setMembers(cluster.join().isEmpty() ? NEIGHBOURS : cluster.join());
    }
  }

  /** What vertx-hazelcast wants, from its default-cluster.xml. */
  private static void vertxMaps(Config config) {
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
  }

  /**
   * Binds to just the configured address. Hazelcast's own way knows only addresses that an
   * interface lists, which 127.0.0.2 is not.
   */
  private record OneAddress(InetSocketAddress address) implements MemberAddressProvider {
    @Override
    public InetSocketAddress getBindAddress() {
      return address;
    }

    @Override
    public InetSocketAddress getBindAddress(EndpointQualifier qualifier) {
      return address;
    }

    @Override
    public InetSocketAddress getPublicAddress() {
      return address;
    }

    @Override
    public InetSocketAddress getPublicAddress(EndpointQualifier qualifier) {
      return address;
    }
  }
}
