package dev.fanfare.launch;

import dev.fanfare.config.BusTls;
import dev.fanfare.config.Cluster;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;

/** The event bus between nodes as Fanfare wants it: where it listens, whom it believes. */
final class Bus {
  /** A node that froze is found out by a ping: after four seconds, not forty. */
  private static final int PING_MILLIS = 2_000;

  private static final int CONNECT_MILLIS = 3_000;

  /** Nodes ping; who is silent for so long is none. */
  private static final int IDLE_SECONDS = 10;

  private Bus() {}

  /** Fills in what the launcher was not told. */
  static void apply(EventBusOptions bus, Cluster cluster) {
    if (bus.getHost() == null) {
      bus.setHost(cluster.busHost() == null ? cluster.host() : cluster.busHost());
    }
    if (bus.getPort() == EventBusOptions.DEFAULT_CLUSTER_PORT) {
      bus.setPort(cluster.busPort());
    }
    if (bus.getClusterPingInterval() == EventBusOptions.DEFAULT_CLUSTER_PING_INTERVAL) {
      bus.setClusterPingInterval(PING_MILLIS);
    }
    if (bus.getClusterPingReplyInterval() == EventBusOptions.DEFAULT_CLUSTER_PING_REPLY_INTERVAL) {
      bus.setClusterPingReplyInterval(PING_MILLIS);
    }
    if (bus.getConnectTimeout() == EventBusOptions.DEFAULT_CONNECT_TIMEOUT) {
      bus.setConnectTimeout(CONNECT_MILLIS);
    }
    if (bus.getIdleTimeout() == EventBusOptions.DEFAULT_IDLE_TIMEOUT) {
      bus.setIdleTimeout(IDLE_SECONDS);
    }
    if (cluster.tls() != null) {
      encrypt(bus, cluster.tls());
    }
  }

  /** Both ends show a certificate; Vert.x would believe any, and none is asked for its name. */
  private static void encrypt(EventBusOptions bus, BusTls tls) {
    bus.setSsl(true)
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(new PemKeyCertOptions().setCertPath(tls.cert()).setKeyPath(tls.key()))
        .setTrustOptions(new PemTrustOptions().addCertPath(tls.ca()));
  }

  /**
   * @throws StartException if the launcher was told to listen where only encryption should be
   */
  static void check(EventBusOptions bus, Cluster cluster) throws StartException {
    if (!cluster.mayListenAt(bus.getHost())) {
      throw new StartException(
          List.of(
              "-cluster-host: "
                  + bus.getHost()
                  + " is beyond this machine, where nodes would speak without encryption; leave it"
                  + " out, give the nodes certificates with cluster.tls, or set cluster.insecure to"
                  + " true if only nodes reach that network"));
    }
  }
}
