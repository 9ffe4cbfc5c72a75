package dev.fanfare.http;

import dev.fanfare.history.History.Page;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From where an event stream wants to have its room.
 *
 * @param history the last so many messages, if {@code since} is not given
 */
record StreamStart(@Nullable Since since, int history) {
  /** What the request says; refuses what makes no sense. */
  static StreamStart of(RoutingContext ctx) {
    MultiMap query = ctx.queryParams();
    return new StreamStart(
        since(ctx.request().getHeader("Last-Event-ID"), query),
        ReadQuery.count("history", query.get("history"), 0));
  }

  /** A browser that comes back repeats its first URL; the header is newer. */
  private static @Nullable Since since(@Nullable String lastEventId, MultiMap query) {
    String since = lastEventId == null || lastEventId.isEmpty() ? query.get("since") : lastEventId;
    if (query.contains("since") && query.contains("history")) {
      throw Refusal.badRequest("Give since or history, not both.");
    }
    return since == null ? null : Since.parse(since);
  }

  /** The page whose base is the place, and whether something before it is missing. */
  Future<Page> in(Room room, Hub hub) {
    if (since != null && !(since instanceof Since.Now)) {
      return hub.reads().after(room.name(), since, 1);
    }
    if (since == null && history > 0) {
      return hub.reads().before(room.name(), null, history);
    }
    Position now = room.position();
    return Future.succeededFuture(new Page(now, List.of(), now, false, false));
  }
}
