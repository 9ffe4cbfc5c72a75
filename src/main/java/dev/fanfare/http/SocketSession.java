package dev.fanfare.http;

import dev.fanfare.access.TokenBucket;
import dev.fanfare.config.FanfareConfig;
import dev.fanfare.http.MessageAssembler.Violation;
import dev.fanfare.hub.Commands;
import dev.fanfare.hub.Session;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of one session: frames in, commands out, and whether it still lives. Built on
 * frames, because Vert.x' message handlers let invalid UTF-8 through and lose messages. Owned by
 * the connection's loop.
 */
final class SocketSession implements PingWheel.Pinged {
  private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);
  private static final Buffer PING = Buffer.buffer();
  private static final int MOST_IN_FLIGHT = 256;
  private static final long PING_WINDOW_MILLIS = 10_000;
  private static final int MOST_BROKEN_RULES = 100;

  private final ServerWebSocket socket;
  private final SocketOutbox outbox;
  private final Format format;
  private final Session session;
  private final Commands commands;
  private final FanfareConfig config;
  private final LoopTurn turn;
  private final TokenBucket bucket;
  private final MessageAssembler assembler;
  private int inFlight;
  private boolean throttled;
  private boolean paused;
  private long heard;
  private long pinged;
  private long pingsSince;
  private int pings;
  private int refused;
  private int messages;

  SocketSession(
      ServerWebSocket socket,
      SocketOutbox outbox,
      Format format,
      Session session,
      Commands commands,
      FanfareConfig config,
      LoopTurn turn,
      TokenBucket bucket) {
    this.socket = socket;
    this.outbox = outbox;
    this.format = format;
    this.session = session;
    this.commands = commands;
    this.config = config;
    this.turn = turn;
    this.bucket = bucket;
    this.assembler =
        new MessageAssembler(config.limits().messageBytes(), config.limits().fragments());
    this.heard = now();
    this.pinged = heard;
  }

  /** Listens to the socket. {@code whenGone} is called once. */
  void start(Runnable whenGone) {
    socket.frameHandler(this::frame);
    socket.exceptionHandler(this::failed);
    socket.closeHandler(
        v -> {
          session.end();
          whenGone.run();
        });
  }

  /** The outbox takes more again: also reads on if reading had stopped for that. */
  void writable() {
    session.writable();
    resumeIfPossible();
  }

  @Override
  public void tick(long now) {
    if (outbox.closing()) {
      return;
    }
    if (now - heard > config.http().idle().toMillis()) {
      session.hub().metrics().silent().increment();
      outbox.close(Code.NO_PONG, "no_pong");
      return;
    }
    session.checkSlow();
    if (now - pinged >= config.http().ping().toMillis() && outbox.writable()) {
      pinged = now;
      socket.writePing(PING);
      if (format.answers()) {
        session.send(new Event.Ping());
      }
    }
  }

  private void frame(WebSocketFrame frame) {
    heard = now();
    if (outbox.closing()) {
      return;
    }
    try {
      switch (frame.type()) {
        case TEXT -> begin(assembler.first(false, frame.binaryData().getBytes(), frame.isFinal()));
        case BINARY -> begin(assembler.first(true, frame.binaryData().getBytes(), frame.isFinal()));
        case CONTINUATION ->
            message(assembler.next(frame.binaryData().getBytes(), frame.isFinal()));
        case PING -> ping();
        case PONG, CLOSE -> {}
      }
    } catch (Violation violation) {
      outbox.close(violation.closeCode(), violation.reason());
    }
  }

  private void begin(@Nullable Payload message) {
    if (message == null) {
      int number = messages;
      turn.after(
          config.limits().messageTime().toMillis(),
          () -> {
            if (messages == number && assembler.open()) {
              outbox.close(1008, "a message took too long");
            }
          });
    }
    message(message);
  }

  private void message(@Nullable Payload message) {
    if (message == null) {
      return;
    }
    messages++;
    if (message.binary() && format.answers()) {
      outbox.close(1003, "binary messages have no meaning here");
      return;
    }
    long wait = bucket.take(now());
    if (wait > 0 && format.answers()) {
      refuse(message, wait);
    } else if (wait > 0) {
      throttle(message, wait);
    } else {
      command(message);
    }
  }

  /** The client is told, and may come again later; who never listens is sent away. */
  private void refuse(Payload message, long wait) {
    refused++;
    session.hub().metrics().refused().increment();
    if (refused > MOST_BROKEN_RULES) {
      outbox.close(Code.RATE_LIMITED, "rate_limited");
      return;
    }
    String ref;
    try {
      ref = format.decode(message).ref();
    } catch (Refusal broken) {
      ref = broken.ref();
    }
    session.refuse(
        Refusal.of(
                Code.RATE_LIMITED,
                "Too many messages; the limit is " + config.limits().rate() + " a second.")
            .to(ref)
            .retryAfter(wait));
  }

  /** The client would not understand an answer: it is simply read more slowly. */
  private void throttle(Payload message, long wait) {
    throttled = true;
    pause();
    turn.after(
        wait,
        () -> {
          throttled = false;
          if (!outbox.closing()) {
            message(message);
            resumeIfPossible();
          }
        });
  }

  private void command(Payload message) {
    Command command;
    try {
      command = format.decode(message);
    } catch (Refusal refusal) {
      session.refuse(refusal);
      return;
    }
    inFlight++;
    if (inFlight >= MOST_IN_FLIGHT || format.answers() && !outbox.writable()) {
      pause();
    }
    commands
        .handle(command)
        .onComplete(
            done -> {
              inFlight--;
              resumeIfPossible();
            });
  }

  private void pause() {
    if (!paused) {
      paused = true;
      socket.pause();
    }
  }

  private void resumeIfPossible() {
    if (paused
        && !throttled
        && inFlight < MOST_IN_FLIGHT / 2
        && (!format.answers() || outbox.writable())) {
      paused = false;
      if (!session.ended()) {
        socket.resume();
      }
    }
  }

  /**
   * Vert.x answers each ping by itself and reads on even when paused: who floods with pings or does
   * not read the answers is cut off.
   */
  private void ping() {
    if (heard - pingsSince > PING_WINDOW_MILLIS) {
      pingsSince = heard;
      pings = 0;
    }
    pings++;
    int most = config.limits().pings();
    if (!outbox.writable() || most > 0 && pings > most) {
      outbox.cut();
    }
  }

  private void failed(Throwable failure) {
    int code = VertxInternals.closeCode(failure);
    if (code == 1011) {
      LOG.warn("A connection failed: {}", failure.toString());
    }
    if (code != 0) {
      outbox.close(code, code == 1009 ? "too_large" : "");
    }
  }

  private long now() {
    return session.hub().clocks().steady().getAsLong();
  }
}
