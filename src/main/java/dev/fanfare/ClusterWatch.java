package dev.fanfare;

import static dev.fanfare.metrics.Count.UNHEARD;

import dev.fanfare.history.ClusterPulse;
import dev.fanfare.http.Node;
import dev.fanfare.launch.ClusterAccess;
import dev.fanfare.launch.Launch;
import dev.fanfare.launch.OwnProcess;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a node that is in its cluster still hears the others, and they it: as long as not, no
 * clients are to be sent to it. Owned by the context of {@link FanfareVerticle}.
 */
final class ClusterWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

  private static final long EVERY_MILLIS = 1_000;

  /** Between two attempts to be heard of by nodes that are not heard. */
  private static final long ANEW_MILLIS = 30_000;

  private final Vertx vertx;
  private final ClusterPulse pulse;
  private final Node node;
  private final ClusterEars ears;
  private final Unsettled unsettled = new Unsettled();
  private boolean lost;
  private long nextAnew = Long.MIN_VALUE;

  ClusterWatch(Vertx vertx, ClusterPulse pulse, Node node, ClusterEars ears) {
    this.vertx = vertx;
    this.pulse = pulse;
    this.node = node;
    this.ears = ears;
  }

  /** Looks every second until the node drains. */
  void begin() {
    vertx.setTimer(EVERY_MILLIS, id -> watch());
  }

  private void watch() {
    if (node.readiness().draining()) {
      return;
    }
    if (!ClusterAccess.isRunning(vertx)) {
      end(vertx, node);
      return;
    }
    begin(); // whatever comes of this look
    if (unsettled.isNews(node.broker().history().isSettled(), now())) {
      LOG.warn(
          "Rooms have had no copy on another node for {} seconds; where a majority is needed, they"
              + " take nothing. If that lasts, a room may be too large to be copied: give Java"
              + " more memory (-Xmx), or set history.room-bytes or history.bytes to less.",
          Unsettled.PATIENCE / 1_000);
    }
    Set<String> unheard = pulse.unheard();
    boolean mute = pulse.isMute();
    if (unheard.isEmpty() && !mute) {
      ears.miss(missed());
      ears.missSessions();
      if (lost) {
        lost = false;
        node.readiness().ready();
        LOG.info("Ready again: this node and the others hear each other over the event bus.");
      }
    } else if (now() >= nextAnew) {
      lost = true;
      nextAnew = now() + ANEW_MILLIS;
      node.meters().of(UNHEARD).increment();
      if (unheard.isEmpty()) {
        sayMute();
      } else {
        sayDeaf(unheard);
      }
      ears.listenAnew();
    }
  }

  /** A node without its Hazelcast ends: it would never be in a cluster again. */
  static void end(Vertx vertx, Node node) {
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

  private void sayDeaf(Set<String> unheard) {
    node.readiness().notReady("This node does not hear others of its cluster. Its log says which.");
    LOG.warn(
        "Not ready. Nothing came over the event bus for a while from nodes that are members of"
            + " the cluster; this node listens anew. {}",
        ears.unreached(unheard));
  }

  private void sayMute() {
    node.readiness().notReady("Others of its cluster do not hear this node. Its log says more.");
    LOG.warn(
        "Not ready. Other nodes are members of the cluster, and too few of them have heard this one"
            + " over the event bus for a while: its rooms take nothing. It listens anew. Look"
            + " whether it can connect to the cluster.bus-port of {}; what they say does come here.",
        ClusterAccess.others(vertx, any -> true));
  }

  private long now() {
    return node.clocks().steady().getAsLong();
  }
}
