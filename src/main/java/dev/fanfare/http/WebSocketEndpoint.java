package dev.fanfare.http;

import dev.fanfare.access.Guest;
import dev.fanfare.config.Endpoint;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.message.Code;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.wire.Formats;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * A path where sockets are opened: looks at the request, refuses with an HTTP status what is wrong
 * with it, takes the place in the room's stream, and only then upgrades, so that whatever is
 * published after the client saw the upgrade reaches it. Owned by its loop.
 */
final class WebSocketEndpoint implements Handler<RoutingContext> {
  private static final String VERSION = "13";

  private final Hub hub;
  private final Endpoint endpoint;
  private final Gate gate;
  private final Formats formats;
  private final Sockets sockets;

  WebSocketEndpoint(Hub hub, Endpoint endpoint, Gate gate, Formats formats, Sockets sockets) {
    this.hub = hub;
    this.endpoint = endpoint;
    this.gate = gate;
    this.formats = formats;
    this.sockets = sockets;
  }

  /** Whether the request asks for a WebSocket. */
  static boolean isUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (!isUpgrade(request)) {
      request
          .response()
          .putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET)
          .putHeader(HttpHeaders.CONNECTION, "Upgrade");
      throw Refusal.of(
          Code.UPGRADE_REQUIRED,
          "This path speaks WebSocket. Open it with a WebSocket client, such as the page at /, or wscat.");
    }
    checkHandshake(request);
    gate.checkOrigin(request);
    Greeting greeting =
        Greeting.read(
            ctx.queryParams(),
            request.headers().getAll("Sec-WebSocket-Protocol"),
            endpoint,
            ctx.pathParam("room"),
            formats);
    Guest guest = gate.guest(ctx.queryParams());
    if (greeting.room().isInbox() && !greeting.room().isInboxOf(guest.user().id())) {
      throw Refusal.of(Code.FORBIDDEN, "Only its owner reads an inbox room.");
    }
    Arrival arrival = new Arrival(greeting, guest, gate.scope(guest, request), gate.enter(request));
    request.pause();
    open(request, arrival)
        .onFailure(
            failure -> {
              arrival.place().leave();
              if (!request.response().headWritten()) {
                Problems.answer(ctx, Refusal.from(failure));
              }
            });
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

  private Future<?> open(HttpServerRequest request, Arrival arrival) {
    return hub.open(arrival.firstRoom())
        .compose(
            room ->
                arrival
                    .start(hub, room)
                    .compose(start -> upgrade(request, arrival, room, start))
                    .onComplete(done -> room.unhold()));
  }

  private Future<?> upgrade(HttpServerRequest request, Arrival arrival, Room room, Position start) {
    request.resume();
    return request
        .toWebSocket()
        .map(
            socket -> {
              sockets.add(socket, request.connection(), arrival, room, start);
              return socket;
            });
  }
}
