package dev.fanfare.http;

import dev.fanfare.hub.Hub;
import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import dev.fanfare.presence.Presence;
import dev.fanfare.wire.HttpJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Rooms at a glance, and who is in them. Owned by its loop. */
final class RoomResource {
  private static final String ALLOWED = "GET, HEAD, OPTIONS";

  private final Hub hub;
  private final Gate gate;

  RoomResource(Hub hub, Gate gate) {
    this.hub = hub;
    this.gate = gate;
  }

  void mount(Router router) {
    router.route("/rooms").handler(ctx -> readOnly(ctx, RoomResource::rooms));
    router.route("/rooms/:room").handler(ctx -> readOnly(ctx, this::room));
    router.route("/rooms/:room/members").handler(ctx -> readOnly(ctx, this::members));
  }

  /** Runs {@code read} for GET and HEAD and answers every other method. */
  static void readOnly(RoutingContext ctx, Consumer<RoutingContext> read) {
    switch (ctx.request().method().name()) {
      case "GET", "HEAD" -> read.accept(ctx);
      case "OPTIONS" -> Answer.options(ctx, ALLOWED);
      default -> Problems.wrongMethod(ctx, ALLOWED);
    }
  }

  private static void rooms(RoutingContext ctx) {
    throw Refusal.of(Code.FORBIDDEN, "Only the administrator may list all rooms.");
  }

  private void room(RoutingContext ctx) {
    RoomRequest request = readable(ctx);
    hub.broker()
        .history()
        .head(request.room())
        .compose(
            head ->
                presence()
                    .count(request.room())
                    .map(count -> HttpJson.room(request.room(), head, count)))
        .onSuccess(json -> Answer.json(ctx, 200, json))
        .onFailure(failure -> Problems.unavailable(ctx, failure));
  }

  private void members(RoutingContext ctx) {
    RoomRequest request = readable(ctx);
    presence()
        .count(request.room())
        .compose(
            count ->
                presence()
                    .members(request.room(), mostListed())
                    .map(members -> HttpJson.members(request.room(), count, members)))
        .onSuccess(json -> Answer.json(ctx, 200, json))
        .onFailure(failure -> Problems.unavailable(ctx, failure));
  }

  private RoomRequest readable(RoutingContext ctx) {
    RoomRequest request = RoomRequest.read(ctx, gate);
    request.requireReadable(gate);
    ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    return request;
  }

  private int mostListed() {
    int most = hub.limits().membersListed();
    return most == 0 ? Integer.MAX_VALUE : most;
  }

  private Presence presence() {
    return hub.presence();
  }
}
