package dev.fanfare.http;

import static dev.fanfare.metrics.Count.REFUSED;
import static dev.fanfare.metrics.Count.SKIPPED;
import static dev.fanfare.metrics.Count.THROTTLED;

import dev.fanfare.access.TokenBucket;
import dev.fanfare.hub.Commands;
import dev.fanfare.hub.Session;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Refusal;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What the client of one socket asks for: each message is a command, taken within the client's rate
 * and no faster than commands are carried out; else the socket is not read for a while. Owned by
 * the connection's loop.
 */
final class Intake {
  private static final int MOST_IN_FLIGHT = 256;
  private static final int MOST_BROKEN_RULES = 100;

  /** So long a good-bye waits for what was taken before it. */
  private static final long FINISH_MILLIS = 1_000;

  private final Socket socket;
  private final PipeOutbox outbox;
  private final Format format;
  private final Inbound inbound;
  private final Session session;
  private final Commands commands;
  private final LoopTurn turn;
  private final TokenBucket bucket;
  private int inFlight;
  private boolean throttled;
  private boolean paused;
  private int refused;
  private @Nullable Runnable goodBye;

  /** The good-bye was said; what the client sent before it heard it is taken all the same. */
  private boolean leaving;

  Intake(
      Socket socket,
      PipeOutbox outbox,
      Format format,
      Inbound inbound,
      Session session,
      Commands commands,
      LoopTurn turn,
      TokenBucket bucket) {
    this.socket = socket;
    this.outbox = outbox;
    this.format = format;
    this.inbound = inbound;
    this.session = session;
    this.commands = commands;
    this.turn = turn;
    this.bucket = bucket;
  }

  /** A whole message came, {@code now} on the steady clock. */
  void take(Payload message, long now) {
    if (message.binary() && format.answers()) {
      outbox.close(1003, "binary messages have no meaning here");
      return;
    }
    long wait = bucket.take(now);
    if (wait > 0 && format.answers()) {
      refuse(message, wait);
    } else if (wait > 0) {
      throttle(message, wait);
    } else {
      carryOut(message);
    }
  }

  /** Whether messages are still taken. */
  boolean isOpen() {
    return leaving || !outbox.closing();
  }

  /** Takes no more, whatever comes. */
  void close() {
    leaving = false;
  }

  /**
   * Says good-bye as soon as all that was taken is done, so that the client gets its answers; at
   * the latest in a moment.
   *
   * @param say closes the outbox
   */
  void finish(Runnable say) {
    if (goodBye != null || outbox.closing()) {
      return;
    }
    goodBye = say;
    pause();
    turn.after(FINISH_MILLIS, this::sayGoodBye);
    sayGoodByeIfDone();
  }

  private void sayGoodByeIfDone() {
    if (inFlight == 0 && !throttled) {
      sayGoodBye();
    }
  }

  private void sayGoodBye() {
    Runnable say = goodBye;
    if (say != null) {
      goodBye = null;
      leaving = !outbox.closing();
      say.run();
      resumeIfPossible();
    }
  }

  /** Reads on if it had stopped and need not any more. */
  void resumeIfPossible() {
    if (paused
        && !throttled
        && goodBye == null
        && inFlight < MOST_IN_FLIGHT / 2
        && !mustNotAnswer()) {
      paused = false;
      if (!session.ended()) {
        socket.resume();
      }
    }
  }

  /** The client is told, and may come again later; who never listens is sent away. */
  private void refuse(Payload message, long wait) {
    refused++;
    session.hub().metrics().of(REFUSED).increment();
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
    int rate = session.hub().limits().rate();
    session.refuse(
        Refusal.of(Code.RATE_LIMITED, "Too many messages; the limit is " + rate + " a second.")
            .to(ref)
            .retryAfter(wait));
  }

  /** The client would not understand an answer: it is simply read more slowly. */
  private void throttle(Payload message, long wait) {
    throttled = true;
    session.hub().metrics().of(THROTTLED).increment();
    pause();
    turn.after(
        wait,
        () -> {
          throttled = false;
          if (isOpen()) {
            take(message, session.hub().clocks().steady().getAsLong());
            sayGoodByeIfDone();
            resumeIfPossible();
          }
        });
  }

  private void carryOut(Payload message) {
    Command command;
    try {
      command = inbound.read(message);
    } catch (Refusal refusal) {
      session.hub().metrics().of(SKIPPED).increment();
      session.refuse(refusal);
      return;
    }
    if (command == null) {
      return;
    }
    inFlight++;
    if (inFlight >= MOST_IN_FLIGHT || mustNotAnswer()) {
      pause();
    }
    commands
        .handle(command)
        .onComplete(
            done -> {
              inFlight--;
              sayGoodByeIfDone();
              resumeIfPossible();
            });
  }

  /** There is no place for answers now, but there will be. */
  private boolean mustNotAnswer() {
    return format.answers() && !outbox.closing() && !outbox.writable();
  }

  private void pause() {
    if (!paused) {
      paused = true;
      socket.pause();
    }
  }
}
