package dev.fanfare.http;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.config.Http;
import dev.fanfare.history.History.Page;
import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Commands;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.hub.Session;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Random;
import java.util.UUID;

/**
 * Rooms as server-sent events. The place in the room is taken before the response begins: what is
 * published after the client saw it begin reaches the client. Owned by its loop.
 */
final class EventStreams {
  private static final int RETRY_MILLIS = 1_000;
  private static final int RETRY_JITTER_MILLIS = 3_000;

  private final Hub hub;
  private final Gate gate;
  private final Drain drain;
  private final Heartbeats heartbeats;
  private final LoopTurn turn;
  private final Http config;
  private final StreamEncoding direct;
  private final StreamEncoding plain = StreamEncoding.plain();
  private final Random random = new Random();

  EventStreams(Hub hub, Gate gate, LoopTurn turn, Http config, Drain drain) {
    this.turn = turn;
    this.config = config;
    this.hub = hub;
    this.gate = gate;
    this.direct = StreamEncoding.direct(hub.backlog());
    this.drain = drain;
    this.heartbeats = Heartbeats.within(turn, config.idle().toMillis());
  }

  /** Answers HEAD. */
  static void head(RoutingContext ctx) {
    headers(ctx.response());
    ctx.response().end();
  }

  void open(RoomRequest request) {
    RoutingContext ctx = request.ctx();
    gate.checkOrigin(ctx.request());
    StreamStart wanted = StreamStart.of(ctx);
    Gate.Place place = gate.enter(ctx.request());
    ctx.addEndHandler(over -> place.leave());
    hub.turnstile()
        .passAtLast(() -> comeIn(request, wanted, place))
        .onFailure(
            failure -> {
              place.leave();
              Problems.unavailable(ctx, failure);
            });
  }

  private Future<Void> comeIn(RoomRequest request, StreamStart wanted, Gate.Place place) {
    gate.requireStaying();
    return hub.in(
        request.room(),
        room -> wanted.in(room, hub).compose(page -> begin(request, room, page, place)));
  }

  private Future<Void> begin(RoomRequest request, Room room, Page page, Gate.Place place) {
    HttpServerResponse response = request.ctx().response();
    if (response.closed()) {
      place.leave();
      return Future.succeededFuture();
    }
    Stream stream = new Stream(request, place);
    Session session = stream.session;
    request.ctx().addEndHandler(over -> stream.end());
    drain.add(stream);
    heartbeats.add(stream);
    if (page.gap()) {
      // Before its position: who loses the connection in between would never know of the gap.
      session.send(new Event.Gap(room.name(), page.base()));
    }
    stream.greet(page.base());
    if (!room.name().isInbox()) {
      new Commands(session, room.name(), false, Naming.MADE).attend(room.name());
    }
    session.follow(session.subscribe(room, page.base()));
    return Future.succeededFuture();
  }

  private static void headers(HttpServerResponse response) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no")
        .headers()
        .add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
  }

  /** One client that follows. */
  private final class Stream implements Heartbeats.Beating, Drain.Departing {
    private final StreamEncoding encoding;
    private final PipeOutbox outbox;
    private final Session session;
    private final Gate.Place place;
    private long silentMillis;
    private long waiting;

    Stream(RoomRequest request, Gate.Place place) {
      HttpServerRequest http = request.ctx().request();
      boolean direct =
          config.outbound() == Http.Outbound.DIRECT && http.version() == HttpVersion.HTTP_1_1;
      this.place = place;
      encoding = direct ? EventStreams.this.direct : plain;
      outbox =
          new PipeOutbox(
              direct ? directPipe(http) : plainPipe(http),
              (code, reason) -> end(http),
              turn,
              4 * hub.limits().outboundBytes());
      session =
          new Session(
              UUID.randomUUID().toString(),
              request.guest().user(),
              request.guest().lasting(),
              gate.scope(request.guest(), http),
              hub,
              encoding,
              outbox,
              true);
    }

    /** Chunks pass by Vert.x' response: it must have sent its head before. */
    private Pipe directPipe(HttpServerRequest http) {
      headers(http.response());
      http.response().setChunked(true).writeHead();
      return new DirectPipe(http.connection(), turn, hub.backlog(), this::writable);
    }

    private Pipe plainPipe(HttpServerRequest http) {
      HttpServerResponse response = http.response();
      headers(response);
      response.setChunked(true);
      return new PlainPipe<>(
          response,
          () -> !response.ended() && !response.closed(),
          http.connection(),
          turn,
          hub.backlog(),
          this::writable);
    }

    /** A client comes back by itself. */
    private static void end(HttpServerRequest http) {
      http.response().end();
      http.connection().close();
    }

    void greet(Position position) {
      write(encoding.greeting(position, RETRY_MILLIS + random.nextInt(RETRY_JITTER_MILLIS)));
    }

    @Override
    public void beat(long millis) {
      if (outbox.writable()) {
        silentMillis = 0;
        write(encoding.beat());
        return;
      }
      long before = waiting;
      waiting = outbox.waiting();
      silentMillis = waiting < before ? 0 : silentMillis + millis;
      if (silentMillis >= config.idle().toMillis()) {
        outbox.cut();
      }
    }

    private void write(Chunk chunk) {
      outbox.write(chunk);
      chunk.release();
    }

    private void writable() {
      silentMillis = 0;
      session.writable();
    }

    @Override
    public void checkSlow() {
      session.checkSlow();
    }

    @Override
    public void sendAway(long reconnectMillis) {
      session.send(new Event.Bye(Code.DRAINING.text(), reconnectMillis));
      session.close(Code.DRAINING, Code.DRAINING.text());
    }

    @Override
    public void cut() {
      outbox.cut();
    }

    void end() {
      heartbeats.remove(this);
      drain.remove(this);
      place.leave();
      session.end();
    }
  }
}
