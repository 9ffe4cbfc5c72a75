package dev.fanfare.http;

import dev.fanfare.history.History;
import dev.fanfare.history.History.Page;
import dev.fanfare.hub.Hub;
import dev.fanfare.message.Code;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.Since;
import dev.fanfare.wire.MessageJson;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers readers with pages of a room, at once or when there is something. Owned by its loop. */
final class Reading {
  private final Node node;
  private final Hub hub;
  private final Gate gate;
  private final Drain drain;
  private final SharedPages pages;

  Reading(Node node, Hub hub, Gate gate, Drain drain, LoopTurn turn) {
    this.drain = drain;
    this.pages = new SharedPages(turn);
    this.node = node;
    this.hub = hub;
    this.gate = gate;
  }

  /** Messages of a room. */
  void page(RoomRequest request) {
    RoutingContext ctx = request.ctx();
    ReadQuery query =
        ReadQuery.read(
            ctx.queryParams(),
            ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH),
            hub.limits().maxWait().toMillis());
    boolean head = ctx.request().method().equals(HttpMethod.HEAD);
    Long wait = query.waitMillis();
    if (wait != null && !head && query.before() == null) {
      LongPoll.Wish wish = new LongPoll.Wish(query.since(), query.known(), query.limit(), wait);
      new LongPoll(
              node,
              hub,
              gate,
              drain,
              ctx,
              request.room(),
              wish,
              (page, last) -> waited(request, query, page, last))
          .start();
      return;
    }
    read(request, query)
        .onSuccess(page -> answer(request, query, page, !head || wait == null))
        .onFailure(failure -> Problems.unavailable(ctx, failure));
  }

  private @Nullable Runnable waited(RoomRequest request, ReadQuery query, Page page, boolean last) {
    return page.messages().isEmpty() && !page.gap() && !last
        ? null
        : () -> answer(request, query.limit() > 0 ? page : none(query, page));
  }

  /** One message. */
  void message(RoomRequest request) {
    RoutingContext ctx = request.ctx();
    Position wanted = Position.parse(ctx.pathParam("position"));
    Since before = new Since.After(wanted.at(Math.max(0, wanted.offset() - 1)));
    history()
        .after(request.room(), before, 1)
        .map(page -> only(page, wanted))
        .onSuccess(
            message -> {
              validators(ctx, message.position());
              Answer.json(ctx, 200, MessageJson.encode(message));
            })
        .onFailure(failure -> Problems.unavailable(ctx, failure));
  }

  private static Publication only(Page page, Position wanted) {
    return page.messages().stream()
        .filter(message -> message.position().equals(wanted))
        .findFirst()
        .orElseThrow(
            () -> Refusal.of(Code.NOT_FOUND, "There is no message here, or it is kept no more."));
  }

  private Future<Page> read(RoomRequest request, ReadQuery query) {
    Since since = query.since();
    Future<Page> page =
        since == null
            ? history().before(request.room(), query.before(), Math.max(1, query.limit()))
            : history().after(request.room(), since, Math.max(1, query.limit()));
    return query.limit() > 0 ? page : page.map(read -> none(query, read));
  }

  /** What {@code limit=0} gets: only where to read on, without a wanted start from the head. */
  static Page none(ReadQuery query, Page page) {
    boolean more = !page.messages().isEmpty();
    boolean newest = query.since() == null && query.before() == null;
    Position place = newest ? page.head() : page.base();
    return new Page(place, List.of(), page.head(), more, page.gap());
  }

  private void answer(RoomRequest request, ReadQuery query, Page page, boolean conditional) {
    Position next = next(page);
    HttpServerResponse response = request.ctx().response();
    if (response.closed()) {
      return;
    }
    if (conditional && next.equals(query.known())) {
      validators(request.ctx(), next);
      response.setStatusCode(304).end();
    } else {
      answer(request, page);
    }
  }

  void answer(RoomRequest request, Page page) {
    RoutingContext ctx = request.ctx();
    if (ctx.response().closed()) {
      return;
    }
    Position next = next(page);
    validators(ctx, next);
    LargeAnswer.send(ctx, pages.json(request.room(), next, page), hub);
  }

  private static Position next(Page page) {
    return page.more() && page.messages().isEmpty() ? page.base() : page.next();
  }

  private static void validators(RoutingContext ctx, Position position) {
    ctx.response()
        .putHeader(HttpHeaders.ETAG, "\"" + position + "\"")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .headers()
        .add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
  }

  private History history() {
    return hub.broker().history();
  }
}
