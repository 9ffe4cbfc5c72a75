package dev.fanfare.http;

import dev.fanfare.history.History.Page;
import dev.fanfare.hub.Hub;
import dev.fanfare.message.Body;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.wire.EndpointFormat;
import dev.fanfare.wire.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for the next message of a room, and get it in the look of the endpoint: one
 * message per answer, and its position as {@code ETag}. A browser repeats it as {@code
 * If-None-Match} by itself, so that nothing is lost between two polls. Who has waited long enough
 * gets the newest message again, or an empty one. Owned by its loop.
 */
final class Polling {
  private static final int PAGE = 16;
  private static final Position NOWHERE = new Position("0", 0);

  private final Node node;
  private final Hub hub;
  private final Gate gate;
  private final Drain drain;

  Polling(Node node, Hub hub, Gate gate, Drain drain) {
    this.node = node;
    this.hub = hub;
    this.gate = gate;
    this.drain = drain;
  }

  void handle(RoutingContext ctx, Mount mount) {
    RoomName room = mount.room(ctx);
    boolean head = !ctx.request().method().name().equals("GET");
    ReadQuery query =
        ReadQuery.read(
            ctx.queryParams(), ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH), Long.MAX_VALUE);
    long wait = head ? 0 : hub.limits().maxWait().toMillis();
    LongPoll.Wish wish = new LongPoll.Wish(query.since(), query.known(), PAGE, wait);
    new LongPoll(
            node, hub, gate, drain, ctx, room, wish, (page, late) -> answer(ctx, mount, page, late))
        .start();
  }

  private @Nullable Runnable answer(RoutingContext ctx, Mount mount, Page page, boolean late) {
    Shown shown = first(mount, page.messages());
    if (shown != null) {
      return () -> send(ctx, mount, shown);
    }
    return late ? () -> newest(ctx, mount) : null;
  }

  private void newest(RoutingContext ctx, Mount mount) {
    hub.broker()
        .history()
        .before(mount.room(ctx), null, PAGE)
        .onSuccess(page -> send(ctx, mount, last(mount, page)))
        .onFailure(failure -> Problems.unavailable(ctx, failure));
  }

  /** A message that the endpoint can show. */
  private record Shown(Position position, Payload payload) {}

  private static @Nullable Shown first(Mount mount, List<Publication> messages) {
    for (Publication message : messages) {
      Payload payload = mount.format().encode(new Event.Message(message));
      if (payload != null) {
        return new Shown(message.position(), payload);
      }
    }
    return null;
  }

  private static Shown last(Mount mount, Page page) {
    for (int i = page.messages().size() - 1; i >= 0; i--) {
      Shown shown = first(mount, List.of(page.messages().get(i)));
      if (shown != null) {
        return shown;
      }
    }
    User nobody = new User("", "");
    Publication nothing =
        new Publication(RoomName.of("lobby"), NOWHERE, 0, nobody, null, Body.text(""), "");
    return new Shown(
        page.head(), Objects.requireNonNull(mount.format().encode(new Event.Message(nothing))));
  }

  private static void send(RoutingContext ctx, Mount mount, Shown shown) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    boolean json = !(mount.format() instanceof EndpointFormat own) || own.json();
    byte[] bytes = shown.payload.bytes();
    response
        .putHeader(
            HttpHeaders.CONTENT_TYPE, json ? "application/json" : "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.ETAG, "\"" + shown.position + "\"")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length));
    if (ctx.request().method().name().equals("HEAD")) {
      response.end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
  }
}
