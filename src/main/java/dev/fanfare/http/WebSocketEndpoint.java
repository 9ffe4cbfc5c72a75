package dev.fanfare.http;

import dev.fanfare.access.Guest;
import dev.fanfare.access.TokenBucket;
import dev.fanfare.config.Endpoint;
import dev.fanfare.config.Limits;
import dev.fanfare.hub.Commands;
import dev.fanfare.hub.Encoding;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.hub.Session;
import dev.fanfare.hub.Subscription;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Formats;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A path where sockets are opened: looks at the request, refuses with an HTTP status what is wrong
 * with it, takes the place in the room's stream, and only then upgrades, so that whatever is
 * published after the client saw the upgrade reaches it. Owned by its loop.
 */
final class WebSocketEndpoint implements Handler<RoutingContext> {
  private static final String VERSION = "13";

  private final Node node;
  private final Hub hub;
  private final Endpoint endpoint;
  private final Gate gate;
  private final PingWheel wheel;
  private final LoopTurn turn;
  private final Formats formats;
  private final Drain drain;
  private final Map<Format, Encoding> encodings = new HashMap<>();

  WebSocketEndpoint(
      Node node,
      Hub hub,
      Endpoint endpoint,
      Gate gate,
      PingWheel wheel,
      LoopTurn turn,
      Formats formats,
      Drain drain) {
    this.node = node;
    this.hub = hub;
    this.endpoint = endpoint;
    this.gate = gate;
    this.wheel = wheel;
    this.turn = turn;
    this.formats = formats;
    this.drain = drain;
    formats.all().forEach(format -> encodings.put(format, new DirectChunks(format)));
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
    Gate.Place place = gate.enter(request);
    request.pause();
    open(request, greeting, guest, place)
        .onFailure(
            failure -> {
              place.leave();
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

  private Future<?> open(
      HttpServerRequest request, Greeting greeting, Guest guest, Gate.Place place) {
    RoomName first =
        greeting.format().answers() ? RoomName.inbox(guest.user().id()) : greeting.room();
    return hub.open(first)
        .compose(
            room ->
                start(room, greeting)
                    .compose(
                        start -> {
                          request.resume();
                          return request
                              .toWebSocket()
                              .map(
                                  socket -> {
                                    opened(socket, request, greeting, guest, room, start, place);
                                    return socket;
                                  });
                        })
                    .onComplete(done -> room.unhold()));
  }

  /** From where a client without answers is served; one with answers asks by joining. */
  private Future<Position> start(Room room, Greeting greeting) {
    if (greeting.format().answers()) {
      return Future.succeededFuture(room.position());
    }
    Position after = greeting.after();
    if (after != null) {
      return Future.succeededFuture(after);
    }
    if (greeting.history() > 0) {
      return hub.broker()
          .history()
          .before(room.name(), null, greeting.history())
          .map(page -> page.base());
    }
    if (greeting.since() instanceof Since.Start oldest) {
      return hub.broker().history().after(room.name(), oldest, 1).map(page -> page.base());
    }
    return Future.succeededFuture(room.position());
  }

  private void opened(
      ServerWebSocket socket,
      HttpServerRequest request,
      Greeting greeting,
      Guest guest,
      Room room,
      Position start,
      Gate.Place place) {
    Format format = greeting.format();
    User user = guest.user();
    Connection connection = new Connection(place);
    SocketOutbox outbox =
        new SocketOutbox(
            socket,
            new DirectPipe(request.connection(), turn, connection::writable),
            turn,
            4 * hub.limits().outboundBytes());
    Session session =
        new Session(
            UUID.randomUUID().toString(),
            user,
            guest.lasting(),
            gate.scope(guest, request),
            hub,
            encoding(format),
            outbox,
            greeting.echo());
    Commands commands =
        new Commands(
            session,
            greeting.roomNamed() || !format.answers() ? greeting.room() : null,
            format.answers(),
            !format.answers() || !guest.named());
    Limits limits = hub.limits();
    SocketSession socketSession =
        new SocketSession(
            socket,
            outbox,
            format,
            session,
            commands,
            node.config(),
            turn,
            new TokenBucket(limits.rate(), limits.burst()));
    drain.add(session);
    connection.start(socketSession, session);
    Subscription subscription = session.subscribe(room, start);
    if (format.answers()) {
      session.send(welcome(session, start));
      session.follow(subscription);
      if (greeting.roomNamed() && !greeting.room().isInbox()) {
        commands.handle(
            new Command.Join(null, greeting.room(), greeting.since(), greeting.history()));
      }
    } else {
      commands
          .attend(room.name())
          .onComplete(
              done -> {
                session.send(welcome(session, start));
                session.follow(subscription);
              });
    }
  }

  private Event welcome(Session session, Position inbox) {
    Limits limits = hub.limits();
    return new Event.Welcome(
        session.id(),
        session.user(),
        hub.node(),
        Math.max(1, node.config().http().ping().toSeconds()),
        limits.messageBytes(),
        limits.roomsPerSession(),
        RoomName.inbox(session.user().id()),
        inbox);
  }

  private Encoding encoding(Format format) {
    return Objects.requireNonNull(encodings.get(format));
  }

  /** What must be undone when the connection is gone. */
  private final class Connection {
    private final Gate.Place place;
    private @Nullable SocketSession session;

    Connection(Gate.Place place) {
      this.place = place;
    }

    void start(SocketSession started, Session opened) {
      session = started;
      int slot = wheel.add(started);
      started.start(
          () -> {
            wheel.remove(slot, started);
            drain.remove(opened);
            place.leave();
          });
    }

    void writable() {
      if (session != null) {
        session.writable();
      }
    }
  }
}
