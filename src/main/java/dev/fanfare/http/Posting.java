package dev.fanfare.http;

import dev.fanfare.history.History.Appended;
import dev.fanfare.hub.Hub;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.wire.HttpJson;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what is posted to a room, as a session that lives for one request. Owned by its loop.
 */
final class Posting {
  private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

  private final Hub hub;
  private final Gate gate;

  Posting(Hub hub, Gate gate) {
    this.hub = hub;
    this.gate = gate;
  }

  void handle(RoutingContext ctx) {
    HttpServerRequest http = ctx.request();
    gate.checkOrigin(http);
    gate.post(http);
    RoomRequest request = RoomRequest.read(ctx, gate);
    hub.broker().requireWritable(request.room());
    String key = key(request);
    String type = http.getHeader(HttpHeaders.CONTENT_TYPE);
    PublishedBody.check(type);
    RequestBody.read(ctx, hub.limits().messageBytes(), hub.limits().requestTime())
        .map(buffer -> PublishedBody.read(type, buffer.getBytes()))
        .compose(body -> publish(request, key, body))
        .onSuccess(appended -> stored(request, appended))
        .onFailure(failure -> Problems.unavailable(ctx, failure));
  }

  private Future<Appended> publish(RoomRequest request, @Nullable String key, Body body) {
    RoomName room = request.room();
    if (!room.isInbox()) {
      return hub.broker().publish(draft(request, room, null, key, body));
    }
    String to = room.value().substring(1);
    RoomName own = RoomName.inbox(request.guest().user().id());
    return hub.broker()
        .publish(draft(request, room, to, key, body))
        .compose(
            appended ->
                own.equals(room) || !request.guest().lasting()
                    ? Future.succeededFuture(appended)
                    : hub.broker()
                        .publish(draft(request, own, to, key, body))
                        .map(copy -> appended));
  }

  private static Draft draft(
      RoomRequest request, RoomName room, @Nullable String to, @Nullable String key, Body body) {
    return new Draft(room, request.guest().user(), to, body, "", key);
  }

  /** In one key space with the sockets: a user is known by the id, a stranger by the address. */
  private @Nullable String key(RoomRequest request) {
    HttpServerRequest http = request.ctx().request();
    String key = http.getHeader("Idempotency-Key");
    if (key == null) {
      return null;
    }
    if (!KEY.matcher(key).matches()) {
      throw Refusal.badRequest("Idempotency-Key must have 1 to 128 visible ASCII characters.");
    }
    return gate.scope(request.guest(), http) + " " + key;
  }

  private static void stored(RoomRequest request, Appended appended) {
    RoutingContext ctx = request.ctx();
    if (ctx.response().closed()) {
      return;
    }
    ctx.response()
        .putHeader(HttpHeaders.LOCATION, request.locationOf(appended.position()))
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Answer.json(
        ctx,
        appended.stored() == null ? 200 : 201,
        HttpJson.stored(request.room(), appended.position()));
  }
}
