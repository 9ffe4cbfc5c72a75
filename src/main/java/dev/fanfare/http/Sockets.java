package dev.fanfare.http;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.access.TokenBucket;
import dev.fanfare.config.Http;
import dev.fanfare.config.Limits;
import dev.fanfare.hub.Commands;
import dev.fanfare.hub.Encoding;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.hub.Session;
import dev.fanfare.hub.Subscription;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.wire.Format;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * The WebSockets of one loop, whatever path they were opened at: makes a session of each, and
 * undoes it when the connection is gone. Owned by the loop.
 */
final class Sockets {
  private final Hub hub;
  private final Http http;
  private final LoopTurn turn;
  private final PingWheel wheel;
  private final Drain drain;
  private final SocketWay usual;
  private final SocketWay compressed;
  private final Doorbell doorbell;

  /**
   * @param context of the loop
   */
  Sockets(Hub hub, Http http, LoopTurn turn, PingWheel wheel, Drain drain, Context context) {
    this.hub = hub;
    this.http = http;
    this.turn = turn;
    this.wheel = wheel;
    this.drain = drain;
    this.doorbell = new Doorbell(hub);
    boolean direct = http.outbound() == Http.Outbound.DIRECT;
    this.usual =
        direct
            ? SocketWay.direct(turn, hub.backlog(), context)
            : SocketWay.plain(turn, hub.backlog());
    // The plain way asks Vert.x, which compresses for each socket.
    this.compressed = direct ? SocketWay.deflated(turn, hub.backlog(), context) : usual;
  }

  /**
   * Serves a socket that was just opened.
   *
   * @param opened by Vert.x; not to be used after this
   * @param connection the one that was upgraded
   * @param room its first room
   * @param start from where it is served there
   * @return done when it is in the room that it named; never fails
   */
  Future<Void> add(
      ServerWebSocket opened,
      HttpConnection connection,
      Arrival arrival,
      Room room,
      Position start) {
    Greeting greeting = arrival.greeting();
    Format format = greeting.format();
    Membership membership = new Membership(arrival);
    SocketWay way = http.compression() && SocketCompression.watch(connection) ? compressed : usual;
    Socket socket = way.open(opened, connection, membership::writable);
    PipeOutbox outbox =
        new PipeOutbox(socket.pipe(), socket::close, turn, 4 * hub.limits().outboundBytes());
    Session session = session(arrival, way.encoding(format), outbox);
    Commands commands = commands(arrival, session);
    Limits limits = hub.limits();
    Intake intake =
        new Intake(
            socket,
            outbox,
            format,
            arrival.inbound(),
            session,
            commands,
            turn,
            new TokenBucket(limits.rate(), limits.burst()));
    membership.start(
        new SocketSession(socket, outbox, session, intake, http, turn, membership::end), session);
    Subscription subscription = session.subscribe(room, start);
    if (format.answers()) {
      greet(session, subscription, start, arrival);
      if (greeting.roomNamed()) {
        return commands.handle(
            new Command.Join(null, greeting.room(), greeting.since(), greeting.history()));
      }
      return Future.succeededFuture();
    }
    return commands
        .attend(room.name())
        .onComplete(done -> greet(session, subscription, start, arrival));
  }

  private Session session(Arrival arrival, Encoding encoding, PipeOutbox outbox) {
    return new Session(
        arrival.session(),
        arrival.guest().user(),
        arrival.guest().lasting(),
        arrival.scope(),
        hub,
        encoding,
        outbox,
        arrival.greeting().echo());
  }

  private static Commands commands(Arrival arrival, Session session) {
    Greeting greeting = arrival.greeting();
    boolean answers = greeting.format().answers();
    return new Commands(
        session,
        greeting.roomNamed() || !answers ? greeting.room() : null,
        answers,
        naming(answers, arrival.guest().naming()));
  }

  private static Naming naming(boolean answers, Naming naming) {
    return !answers && naming == Naming.CHOSEN ? Naming.MADE : naming;
  }

  private void greet(Session session, Subscription subscription, Position start, Arrival arrival) {
    Limits limits = hub.limits();
    session.send(
        new Event.Welcome(
            session.id(),
            session.user(),
            hub.node(),
            Math.max(1, http.ping().toSeconds()),
            limits.messageBytes(),
            limits.roomsPerSession(),
            RoomName.inbox(session.user().id()),
            start));
    session.follow(subscription);
    doorbell.came(arrival, session);
  }

  /** Where a socket is known, and must be forgotten when it is gone. */
  private final class Membership {
    private final Arrival arrival;
    private @Nullable SocketSession member;
    private @Nullable Session session;
    private int slot;

    Membership(Arrival arrival) {
      this.arrival = arrival;
    }

    void start(SocketSession started, Session opened) {
      member = started;
      session = opened;
      slot = wheel.add(started);
      drain.add(started);
      started.start();
    }

    void writable() {
      if (member != null) {
        member.writable();
      }
    }

    void end() {
      arrival.place().leave();
      if (member != null && session != null) {
        wheel.remove(slot, member);
        drain.remove(member);
        doorbell.gone(arrival, session.user());
      }
    }
  }
}
