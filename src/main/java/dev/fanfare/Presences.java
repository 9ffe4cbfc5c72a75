package dev.fanfare;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Event;
import dev.fanfare.presence.ClusterPresence;
import dev.fanfare.presence.LocalPresence;
import dev.fanfare.presence.Presence;
import dev.fanfare.wire.RosterCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/** Opens the presence that one node, or a cluster, needs. */
final class Presences {
  private Presences() {}

  /**
   * To be called on a context that lives as long as the presence.
   *
   * @param node the name of this node, another after each start
   * @param announce tells this node's rooms
   */
  static Future<Presence> open(
      Vertx vertx,
      FanfareConfig config,
      String node,
      Clocks clocks,
      Consumer<Event.Presence> announce) {
    Duration grace = config.presence().grace();
    Duration coalesce = config.presence().coalesce();
    int listUpTo = config.presence().listUpTo();
    if (!vertx.isClustered()) {
      return Future.succeededFuture(
          new LocalPresence(vertx, grace, coalesce, listUpTo, clocks.steady(), announce));
    }
    RosterCodec codec = new RosterCodec();
    vertx.eventBus().registerCodec(codec);
    ClusterPresence presence =
        new ClusterPresence(vertx, node, grace, coalesce, listUpTo, clocks, codec.name(), announce);
    return presence.start().map(presence);
  }
}
