package dev.fanfare;

import dev.fanfare.history.ClusterPulse;
import dev.fanfare.http.Node;
import dev.fanfare.launch.ClusterAccess;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node comes into its cluster: clients are sent to it once every room has its copies and
 * every other node has answered it over the event bus. Owned by the context of {@link
 * FanfareVerticle}.
 */
final class ClusterEntry {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterEntry.class);

  /** Who is not ready for so long says why, once. */
  private static final long SPEAK_AFTER_MILLIS = 5_000;

  private final Vertx vertx;
  private final ClusterPulse pulse;
  private final Node node;
  private final ClusterEars ears;
  private final Promise<Void> entered = Promise.promise();
  private final long began;
  private boolean said;

  ClusterEntry(Vertx vertx, ClusterPulse pulse, Node node, ClusterEars ears) {
    this.vertx = vertx;
    this.pulse = pulse;
    this.node = node;
    this.ears = ears;
    this.began = now();
  }

  /** Done when clients may be sent to the node for the first time; never, if it drains before. */
  Future<Void> enter() {
    tryToEnter();
    return entered.future();
  }

  private void tryToEnter() {
    if (node.readiness().draining()) {
      return;
    }
    if (!ClusterAccess.isRunning(vertx)) {
      ClusterWatch.end(vertx, node);
      return;
    }
    ClusterAccess.isSafe(vertx)
        .otherwise(false)
        .map(safe -> mayEnter(safe) && enterNow())
        .otherwise(false) // Hazelcast may be ending just now
        .onSuccess(
            in -> {
              if (!in) {
                vertx.setTimer(ClusterLife.SAFE_MILLIS, id -> tryToEnter());
              }
            });
  }

  private boolean mayEnter(boolean safe) {
    Set<String> unanswered = pulse.unanswered();
    ears.miss(unanswered);
    if (!unanswered.isEmpty()) {
      wait(
          "Other nodes of the cluster do not answer this one over the event bus. Its log"
              + " says which, and at which address they must reach it.",
          ears.unreached(unanswered));
    } else if (!safe) {
      wait("This node waits until every room has its copy on another node.", "");
    }
    return safe && unanswered.isEmpty();
  }

  private void wait(String reason, String details) {
    node.readiness().notReady(reason);
    if (!said && now() - began > SPEAK_AFTER_MILLIS) {
      said = true;
      LOG.warn("Not ready. {} {}", reason, details);
    }
  }

  private boolean enterNow() {
    String others = ClusterAccess.others(vertx, any -> true);
    LOG.info(
        "Cluster {}: {}; {}",
        node.config().cluster().name(),
        ClusterAccess.addresses(vertx),
        others.isEmpty() ? "no other node is there yet" : "reached there by " + others);
    node.readiness().ready();
    entered.complete();
    return true;
  }

  private long now() {
    return node.clocks().steady().getAsLong();
  }
}
