package dev.fanfare.http;

import static dev.fanfare.metrics.Count.SILENT;

import dev.fanfare.config.Http;
import dev.fanfare.config.Limits;
import dev.fanfare.http.MessageAssembler.Violation;
import dev.fanfare.hub.Session;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.wire.Payload;
import io.vertx.core.http.WebSocketFrameType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of one session: frames in, whole messages on to the {@link Intake}, and whether it
 * still lives. Built on frames, because Vert.x' message handlers let invalid UTF-8 through and lose
 * messages. Owned by the connection's loop.
 */
final class SocketSession implements Socket.Listener, PingWheel.Pinged, Drain.Departing {
  private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);
  private static final long PING_WINDOW_MILLIS = 10_000;

  /** So many may have been on their way when the good-bye was said. */
  private static final int MOST_LATE_PINGS = 16;

  private final Socket socket;
  private final PipeOutbox outbox;
  private final Session session;
  private final Intake intake;
  private final Http http;
  private final LoopTurn turn;
  private final Runnable whenGone;
  private final MessageAssembler assembler;
  private long heard;
  private long pinged;
  private long pingsSince;
  private int pings;
  private int latePings;
  private int messages;
  private long waiting;

  /**
   * @param whenGone called once
   */
  SocketSession(
      Socket socket,
      PipeOutbox outbox,
      Session session,
      Intake intake,
      Http http,
      LoopTurn turn,
      Runnable whenGone) {
    this.socket = socket;
    this.outbox = outbox;
    this.session = session;
    this.intake = intake;
    this.http = http;
    this.turn = turn;
    this.whenGone = whenGone;
    this.assembler = new MessageAssembler(limits().messageBytes(), limits().fragments());
    this.heard = now();
    this.pinged = heard;
  }

  /** Listens to the socket. */
  void start() {
    socket.listen(this);
  }

  @Override
  public void gone() {
    session.end();
    whenGone.run();
  }

  /** The outbox takes more again: also reads on if reading had stopped for that. */
  void writable() {
    heard = now();
    session.writable();
    intake.resumeIfPossible();
  }

  @Override
  public void tick(long now) {
    if (outbox.closing()) {
      return;
    }
    if (takesSome()) {
      heard = now;
    }
    if (now - heard > http.idle().toMillis()) {
      session.hub().metrics().of(SILENT).increment();
      outbox.close(Code.NO_PONG, "no_pong");
      return;
    }
    session.checkSlow();
    if (now - pinged >= http.ping().toMillis() && !outbox.full()) {
      pinged = now;
      socket.ping();
      session.send(new Event.Ping());
    }
  }

  /**
   * Whether less waits than the last time: also who is not read, because there is no place for
   * answers now, shows so that it lives.
   */
  private boolean takesSome() {
    long before = waiting;
    waiting = outbox.waiting();
    return waiting < before;
  }

  @Override
  public void frame(WebSocketFrameType type, byte[] bytes, boolean last) {
    heard = now();
    if (type == WebSocketFrameType.PING) {
      ping();
      return;
    }
    if (!intake.isOpen()) {
      return;
    }
    try {
      switch (type) {
        case TEXT -> begin(assembler.first(false, bytes, last));
        case BINARY -> begin(assembler.first(true, bytes, last));
        case CONTINUATION -> message(assembler.next(bytes, last));
        case PING, PONG, CLOSE -> {}
      }
    } catch (Violation violation) {
      intake.close();
      outbox.close(violation.closeCode(), violation.reason());
    }
  }

  @Override
  public void sendAway(long reconnectMillis) {
    intake.finish(
        () -> {
          session.send(new Event.Bye(Code.DRAINING.text(), reconnectMillis));
          session.close(Code.DRAINING, Code.DRAINING.text());
        });
  }

  @Override
  public void cut() {
    outbox.cut();
  }

  private void begin(@Nullable Payload message) {
    if (message == null) {
      int number = messages;
      turn.after(
          limits().messageTime().toMillis(),
          () -> {
            if (messages == number && assembler.open()) {
              outbox.close(1008, "a message took too long");
            }
          });
    }
    message(message);
  }

  private void message(@Nullable Payload message) {
    if (message != null) {
      messages++;
      intake.take(message, heard);
    }
  }

  /**
   * The socket answers each ping: who floods with pings or does not read the answers is cut off,
   * and during a good-bye who does not listen to that.
   */
  private void ping() {
    if (outbox.closing()) {
      latePings++;
      if (latePings > MOST_LATE_PINGS) {
        outbox.cut();
      }
      return;
    }
    if (heard - pingsSince > PING_WINDOW_MILLIS) {
      pingsSince = heard;
      pings = 0;
    }
    pings++;
    int most = limits().pings();
    if (outbox.full() || most > 0 && pings > most) {
      outbox.cut();
    }
  }

  @Override
  public void failed(Throwable failure) {
    int code = VertxInternals.closeCode(failure);
    if (code == 1011) {
      LOG.warn("A connection failed: {}", failure.toString());
    }
    if (code != 0) {
      outbox.close(code, code == 1009 ? "too_large" : "");
    }
  }

  private Limits limits() {
    return session.hub().limits();
  }

  private long now() {
    return session.hub().clocks().steady().getAsLong();
  }
}
