package dev.fanfare.http;

import dev.fanfare.access.Guest;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.message.Code;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.wire.Formats;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * A path where sockets are opened: looks at the request, refuses with an HTTP status what is wrong
 * with it, takes the place in the room's stream, and only then upgrades, so that whatever is
 * published after the client saw the upgrade reaches it. Owned by its loop.
 */
final class WebSocketEndpoint {
  private static final String VERSION = "13";

  private final Hub hub;
  private final Gate gate;
  private final Formats formats;
  private final Sockets sockets;
  private final Visitors visitors;
  private final Doorbell doorbell;

  WebSocketEndpoint(Hub hub, Gate gate, Formats formats, Sockets sockets, Visitors visitors) {
    this.hub = hub;
    this.gate = gate;
    this.formats = formats;
    this.sockets = sockets;
    this.visitors = visitors;
    this.doorbell = new Doorbell(hub);
  }

  /** Whether the request asks for a WebSocket. */
  static boolean isUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
  }

  /** What a plain request is told. */
  static Refusal upgradeRequired(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
        .putHeader(HttpHeaders.CONNECTION, "Upgrade");
    return Refusal.of(
        Code.UPGRADE_REQUIRED,
        "This path speaks WebSocket. Open it with a WebSocket client, such as the page at /, or wscat.");
  }

  /** A handshake at an endpoint. */
  void handle(RoutingContext ctx, Mount mount) {
    HttpServerRequest request = ctx.request();
    checkHandshake(request);
    gate.checkOrigin(request, mount.origins());
    Greeting greeting = Greeting.read(ctx, mount, formats);
    Future<Guest> who = visitors.who(mount, ctx);
    request.pause();
    who.compose(guest -> letIn(ctx, mount, greeting, guest))
        .onFailure(
            failure -> {
              if (!request.response().headWritten()) {
                request.resume();
                Problems.answer(ctx, Refusal.from(failure));
              }
            });
  }

  private Future<?> letIn(RoutingContext ctx, Mount mount, Greeting greeting, Guest guest) {
    HttpServerRequest request = ctx.request();
    if (greeting.room().isInbox() && !greeting.room().isInboxOf(guest.user().id())) {
      throw Refusal.of(Code.FORBIDDEN, "Only its owner reads an inbox room.");
    }
    Arrival arrival = Arrival.of(ctx, mount, greeting, guest, gate);
    return hub.turnstile()
        .pass(() -> open(request, arrival))
        .onFailure(failure -> arrival.place().leave());
  }

  /** Vert.x would speak the drafts of RFC 6455 too, and refuse a missing key without a word. */
  private static void checkHandshake(HttpServerRequest request) {
    if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      request.response().putHeader("Sec-WebSocket-Version", VERSION);
      throw Refusal.of(
          Code.UPGRADE_REQUIRED, "This server speaks version 13 of WebSocket (RFC 6455).");
    }
    if (request.getHeader("Sec-WebSocket-Key") == null) {
      throw Refusal.badRequest("A WebSocket handshake needs the header Sec-WebSocket-Key.");
    }
  }

  private Future<Void> open(HttpServerRequest request, Arrival arrival) {
    gate.requireStaying();
    if (request.response().closed()) {
      throw Refusal.of(Code.UNAVAILABLE, "Gone before it was let in.");
    }
    return hub.in(
        arrival.firstRoom(),
        room -> arrival.start(hub, room).compose(start -> upgrade(request, arrival, room, start)));
  }

  /** Done when the client is in its room. */
  private Future<Void> upgrade(
      HttpServerRequest request, Arrival arrival, Room room, Position start) {
    request.resume();
    doorbell.coming(arrival);
    return request
        .toWebSocket()
        .onFailure(failure -> doorbell.gone(arrival, arrival.guest().user()))
        .compose(socket -> sockets.add(socket, request.connection(), arrival, room, start));
  }
}
