package dev.fanfare.http;

import dev.fanfare.access.Guest;
import dev.fanfare.history.History.Appended;
import dev.fanfare.hub.DirectMessages;
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
  private final Visitors visitors;

  Posting(Hub hub, Gate gate, Visitors visitors) {
    this.hub = hub;
    this.gate = gate;
    this.visitors = visitors;
  }

  /** To the room in the path. */
  void handle(RoutingContext ctx) {
    gate.checkOrigin(ctx.request());
    gate.post(ctx.request());
    RoomRequest request = RoomRequest.read(ctx, gate);
    handle(ctx, request.room(), Future.succeededFuture(request.guest()));
  }

  /** To the room of an endpoint. */
  void handle(RoutingContext ctx, Mount mount) {
    gate.checkOrigin(ctx.request(), mount.origins());
    gate.post(ctx.request());
    handle(ctx, mount.room(ctx), visitors.who(mount, ctx));
  }

  private void handle(RoutingContext ctx, RoomName room, Future<Guest> who) {
    hub.broker().requireWritable(room);
    String key = key(ctx.request());
    String type = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
    PublishedBody.check(type);
    RequestBody.read(ctx, hub.limits().messageBytes(), hub.limits().requestTime())
        .map(buffer -> PublishedBody.read(type, buffer.getBytes()))
        .compose(
            body ->
                who.compose(
                    guest -> {
                      RoomRequest request = new RoomRequest(ctx, room, guest);
                      return publish(request, scoped(request, key), body)
                          .onSuccess(appended -> stored(request, appended));
                    }))
        .onFailure(failure -> Problems.notStored(ctx, failure, hub.metrics()));
  }

  private Future<Appended> publish(RoomRequest request, @Nullable String key, Body body) {
    RoomName room = request.room();
    if (!room.isInbox()) {
      return hub.publish(draft(request, room, null, key, body));
    }
    String to = room.value().substring(1);
    RoomName own = RoomName.inbox(request.guest().user().id());
    boolean once = own.equals(room) || !request.guest().lasting();
    return DirectMessages.publish(
        hub, draft(request, room, to, key, body), once ? null : draft(request, own, to, key, body));
  }

  private static Draft draft(
      RoomRequest request, RoomName room, @Nullable String to, @Nullable String key, Body body) {
    return new Draft(room, request.guest().user(), to, body, "", key);
  }

  private static @Nullable String key(HttpServerRequest http) {
    String key = http.getHeader("Idempotency-Key");
    if (key != null && !KEY.matcher(key).matches()) {
      throw Refusal.badRequest("Idempotency-Key must have 1 to 128 visible ASCII characters.");
    }
    return key;
  }

  /** In one key space with the sockets: a user is known by the id, a stranger by the address. */
  private @Nullable String scoped(RoomRequest request, @Nullable String key) {
    return key == null ? null : gate.scope(request.guest(), request.ctx().request()) + " " + key;
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
