package dev.fanfare;

import dev.fanfare.history.ClusterPulse;
import dev.fanfare.http.Node;
import dev.fanfare.hub.Hub;
import dev.fanfare.launch.ClusterAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes known anew that a node listens: of each address, the bus may have lost that while nodes
 * came and partitions moved, and then what is said there does not come. Owned by the context of
 * {@link FanfareVerticle}.
 */
final class ClusterEars {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterEars.class);

  /** A node that leaves is silent in presence first, and beats for ten seconds more at most. */
  private static final long SESSIONS = 15_000;

  private final Vertx vertx;
  private final ClusterPulse pulse;
  private final Node node;
  private final Insistence everywhere;
  private final Insistence presence;

  ClusterEars(Vertx vertx, ClusterPulse pulse, Node node) {
    this.vertx = vertx;
    this.pulse = pulse;
    this.node = node;
    this.everywhere = new Insistence(Insistence.FIRST, now());
    this.presence = new Insistence(SESSIONS, now());
  }

  /**
   * To be asked every second or more often; listens anew if that lasts.
   *
   * @param missed the names of nodes that said nothing, or gave no answer
   */
  void miss(Set<String> missed) {
    if (everywhere.isDue(!missed.isEmpty(), now())) {
      LOG.info("Listening anew: no word or no answer from {}", named(missed));
      listenAnew();
    }
  }

  /** The same, for those that are heard, and of whose sessions nothing is known. */
  void missSessions() {
    int heard = pulse.heard();
    int known = node.presence().others();
    if (presence.isDue(known < heard, now())) {
      LOG.info("Listening anew for who is where: known from {} of {} other nodes", known, heard);
      over(node.presence().listenAnew());
    }
  }

  void listenAnew() {
    vertx.eventBus().publish(Hub.LISTEN_ANEW, "", ClusterLife.HERE);
    over(Future.join(pulse.listenAnew(), node.presence().listenAnew()));
  }

  private static void over(Future<?> listening) {
    listening.onFailure(failure -> LOG.warn("Listening anew failed: {}", failure.toString()));
  }

  /** What to do for being heard by these. */
  String unreached(Set<String> nodes) {
    return named(nodes)
        + " did not. This node is to be found by them at: "
        + ClusterAccess.addresses(vertx)
        + ". Set cluster.bus-host and cluster.bus-port to what the other nodes can reach, and let"
        + " it through firewalls, in both directions.";
  }

  private String named(Set<String> nodes) {
    return ClusterAccess.others(vertx, nodes::contains);
  }

  private long now() {
    return node.clocks().steady().getAsLong();
  }
}
