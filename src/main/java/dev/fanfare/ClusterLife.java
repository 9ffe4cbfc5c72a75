package dev.fanfare;

import dev.fanfare.config.Cluster;
import dev.fanfare.history.ClusterPulse;
import dev.fanfare.http.Node;
import dev.fanfare.http.Readiness;
import dev.fanfare.hub.Hub;
import dev.fanfare.launch.ClusterAccess;
import dev.fanfare.launch.Launch;
import dev.fanfare.launch.OwnProcess;
import dev.fanfare.message.Clocks;
import dev.fanfare.wire.BusGate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node comes into its cluster, stays in it and leaves: clients are sent to it once every room
 * has its copies and every other node has answered it over the event bus, and as long as it hears
 * them. Owned by the context of {@link FanfareVerticle}.
 */
final class ClusterLife implements ClusterAccess.Changes {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLife.class);

  /** Between two looks whether every room has its copy. */
  private static final long SAFE_MILLIS = 200;

  private static final long WATCH_MILLIS = 1_000;

  /** Who is not ready for so long says why, once. */
  private static final long SPEAK_AFTER_MILLIS = 5_000;

  /** Between two attempts to be heard of by nodes that are not heard. */
  private static final long ANEW_MILLIS = 30_000;

  private static final long RECHECK_MILLIS = 30_000;

  private static final long LEAVE_MILLIS = 10_000;
  private static final long LOST_TOGETHER_MILLIS = 500;
  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;
  private final Clocks clocks;
  private final ClusterPulse pulse;
  private final LostRooms lostRooms;
  private final Promise<Void> entered = Promise.promise();
  private final long began;
  private boolean said;
  private boolean lost;
  private long nextAnew = Long.MIN_VALUE;
  private final Insistence insistence;

  private ClusterLife(Vertx vertx, Cluster cluster, Clocks clocks, BusGate gate) {
    this.vertx = vertx;
    this.clocks = clocks;
    this.pulse = ClusterAccess.pulse(vertx, cluster, clocks, gate::refuse);
    this.lostRooms = new LostRooms(vertx, LOST_TOGETHER_MILLIS);
    this.began = now();
    this.insistence = new Insistence(began);
  }

  /** Lets the others hear of this node, and its rooms of what went wrong between nodes. */
  static ClusterLife begin(Vertx vertx, Cluster cluster, Clocks clocks, BusGate gate) {
    ClusterLife life = new ClusterLife(vertx, cluster, clocks, gate);
    ClusterAccess.tell(vertx, life);
    return life;
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
    tryToEnter(node);
    return entered.future();
  }

  private void tryToEnter(Node node) {
    if (node.readiness().draining()) {
      return;
    }
    if (!ClusterAccess.isRunning(vertx)) {
      end(node);
      return;
    }
    ClusterAccess.isSafe(vertx)
        .otherwise(false)
        .map(safe -> mayEnter(node, safe))
        .otherwise(false) // Hazelcast may be ending just now
        .onSuccess(
            may -> {
              if (may) {
                enterNow(node);
              } else {
                vertx.setTimer(SAFE_MILLIS, id -> tryToEnter(node));
              }
            });
  }

  private boolean mayEnter(Node node, boolean safe) {
    Set<String> unanswered = pulse.unanswered();
    insist(node, unanswered);
    if (!unanswered.isEmpty()) {
      wait(
          node.readiness(),
          "Other nodes of the cluster do not answer this one over the event bus. Its log"
              + " says which, and at which address they must reach it.",
          unreached(unanswered));
    } else if (!safe) {
      wait(node.readiness(), "This node waits until every room has its copy on another node.", "");
    }
    return safe && unanswered.isEmpty();
  }

  private void insist(Node node, Set<String> unanswered) {
    if (insistence.isDue(!unanswered.isEmpty(), now())) {
      LOG.info("Listening anew: no word or no answer from {}", named(unanswered));
      listenAnew(node);
    }
  }

  private String named(Set<String> nodes) {
    return ClusterAccess.others(vertx, nodes::contains);
  }

  private void enterNow(Node node) {
    vertx.setTimer(WATCH_MILLIS, id -> watch(node)); // whatever comes of this
    String others = ClusterAccess.others(vertx, any -> true);
    LOG.info(
        "Cluster {}: {}; {}",
        node.config().cluster().name(),
        ClusterAccess.addresses(vertx),
        others.isEmpty() ? "no other node is there yet" : "reached there by " + others);
    node.readiness().ready();
    entered.complete();
    recheckNowAndThen(node);
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

  private void wait(Readiness readiness, String reason, String details) {
    readiness.notReady(reason);
    if (!said && now() - began > SPEAK_AFTER_MILLIS) {
      said = true;
      LOG.warn("Not ready. {} {}", reason, details);
    }
  }

  private String unreached(Set<String> nodes) {
    return named(nodes)
        + " did not. This node is to be found by them at: "
        + ClusterAccess.addresses(vertx)
        + ". Set cluster.bus-host and cluster.bus-port to what the other nodes can reach, and let"
        + " it through firewalls, in both directions.";
  }

  private void watch(Node node) {
    if (node.readiness().draining()) {
      return;
    }
    if (!ClusterAccess.isRunning(vertx)) {
      end(node);
      return;
    }
    vertx.setTimer(WATCH_MILLIS, id -> watch(node)); // whatever comes of this look
    Set<String> unheard = pulse.unheard();
    boolean mute = pulse.isMute();
    if (unheard.isEmpty() && !mute) {
      insist(node, missed());
      if (lost) {
        lost = false;
        node.readiness().ready();
        LOG.info("Ready again: this node and the others hear each other over the event bus.");
      }
    } else if (now() >= nextAnew) {
      lost = true;
      nextAnew = now() + ANEW_MILLIS;
      node.meters().unheard().increment();
      if (unheard.isEmpty()) {
        sayMute(node.readiness());
      } else {
        sayDeaf(node.readiness(), unheard);
      }
      listenAnew(node);
    }
  }

  private void end(Node node) {
    node.readiness().notReady("This node is in no cluster any more. It ends, to be started anew.");
    LOG.error(
        "Hazelcast ended by itself (its own lines say why), and cannot begin again: this node"
            + " ends. Start it anew.");
    vertx.close().onComplete(closed -> OwnProcess.end(vertx, Launch.LOST));
  }

  /** Of one that came the registration may be lost, or ours; and of one that is mute, ours. */
  private Set<String> missed() {
    Set<String> missed = new TreeSet<>(pulse.unanswered());
    missed.addAll(pulse.silent());
    return missed;
  }

  private void sayDeaf(Readiness readiness, Set<String> unheard) {
    readiness.notReady("This node does not hear others of its cluster. Its log says which.");
    LOG.warn(
        "Not ready. Nothing came over the event bus for a while from nodes that are members of"
            + " the cluster; this node listens anew. {}",
        unreached(unheard));
  }

  private void sayMute(Readiness readiness) {
    readiness.notReady("Others of its cluster do not hear this node. Its log says more.");
    LOG.warn(
        "Not ready. Other nodes are members of the cluster, and too few of them have heard this one"
            + " over the event bus for a while: its rooms take nothing. It listens anew. Look"
            + " whether it can connect to the cluster.bus-port of {}; what they say does come here.",
        ClusterAccess.others(vertx, any -> true));
  }

  private void listenAnew(Node node) {
    vertx.eventBus().publish(Hub.LISTEN_ANEW, "", HERE);
    Future.join(pulse.listenAnew(), node.presence().listenAnew())
        .onFailure(failure -> LOG.warn("Listening anew failed: {}", failure.toString()));
  }

  /** Waits, for a while, until nothing is lost if this node leaves. Never fails. */
  Future<Void> leave() {
    return new Leaving(vertx, () -> ClusterAccess.isSafe(vertx), SAFE_MILLIS, LEAVE_MILLIS)
        .done()
        .eventually(pulse::stop)
        .otherwiseEmpty();
  }

  private long now() {
    return clocks.steady().getAsLong();
  }
}
