package dev.fanfare;

import dev.fanfare.config.Cluster;
import dev.fanfare.history.ClusterPulse;
import dev.fanfare.http.Node;
import dev.fanfare.hub.Hub;
import dev.fanfare.launch.ClusterAccess;
import dev.fanfare.message.Clocks;
import dev.fanfare.metrics.Gauge;
import dev.fanfare.metrics.Meters;
import dev.fanfare.wire.BusGate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a node in its cluster: it comes in ({@link ClusterEntry}), sees to it that it and the
 * others hear each other ({@link ClusterWatch}), lets its rooms look for what the bus may have
 * lost, and leaves. Owned by the context of {@link FanfareVerticle}.
 */
final class ClusterLife implements ClusterAccess.Changes {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLife.class);

  /** Between two looks whether every room has its copy. */
  static final long SAFE_MILLIS = 200;

  private static final long RECHECK_MILLIS = 30_000;

  private static final long LEAVE_MILLIS = 10_000;
  private static final long LOST_TOGETHER_MILLIS = 500;

  /** To this node's own rooms and no others. */
  static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;
  private final ClusterPulse pulse;
  private final LostRooms lostRooms;

  private ClusterLife(Vertx vertx, Cluster cluster, Clocks clocks, BusGate gate) {
    this.vertx = vertx;
    this.pulse = ClusterAccess.pulse(vertx, cluster, clocks, gate::refuse);
    this.lostRooms = new LostRooms(vertx, LOST_TOGETHER_MILLIS);
  }

  /** Lets the others hear of this node, and its rooms of what went wrong between nodes. */
  static ClusterLife begin(Vertx vertx, Cluster cluster, Clocks clocks, BusGate gate) {
    ClusterLife life = new ClusterLife(vertx, cluster, clocks, gate);
    ClusterAccess.tell(vertx, life);
    return life;
  }

  /** Lets operators see how the node stands in its cluster. */
  void show(Node node) {
    Meters meters = node.meters();
    meters.show(
        new Gauge(
            "cluster.heard",
            "nodes",
            "Other nodes that said something over the event bus within three seconds.",
            pulse::heard));
    meters.show(
        Gauge.of(
            "cluster.lease",
            "1 while a majority heard this node within five seconds; always 1 if it needs none.",
            pulse::holdsLease));
    meters.show(
        Gauge.of(
            "cluster.settled",
            "1 when every room has its copy on another node.",
            node.broker().history()::isSettled));
  }

  @Override
  public void came(String node, int nodes) {
    LOG.info("A node came: {}; {} are here", node, nodes);
  }

  @Override
  public void left(String node, int nodes) {
    LOG.info("A node is gone: {}; {} left", node, nodes);
    recheck();
  }

  @Override
  public void merged() {
    LOG.info("The cluster was split and is one again; this node was in the smaller part");
    recheck();
  }

  @Override
  public void lost() {
    lostRooms.more();
  }

  /** Done when clients may be sent to the node for the first time. */
  Future<Void> enter(Node node) {
    ClusterEars ears = new ClusterEars(vertx, pulse, node);
    return new ClusterEntry(vertx, pulse, node, ears)
        .enter()
        .onSuccess(
            entered -> {
              new ClusterWatch(vertx, pulse, node, ears).begin();
              recheckNowAndThen(node);
            });
  }

  /** Whatever the bus lost without anybody's notice is missed for so long at most. */
  private void recheckNowAndThen(Node node) {
    recheck();
    vertx.setTimer(
        RECHECK_MILLIS,
        id -> {
          if (!node.readiness().draining()) {
            recheckNowAndThen(node);
          }
        });
  }

  private void recheck() {
    vertx.eventBus().publish(Hub.RECHECK, "", HERE);
  }

  /** Waits, for a while, until nothing is lost if this node leaves. Never fails. */
  Future<Void> leave() {
    return new Leaving(vertx, () -> ClusterAccess.isSafe(vertx), SAFE_MILLIS, LEAVE_MILLIS)
        .done()
        .eventually(pulse::stop)
        .otherwiseEmpty();
  }
}
