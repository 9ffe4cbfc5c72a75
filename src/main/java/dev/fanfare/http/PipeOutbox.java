package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Outbox;
import dev.fanfare.message.Code;

/**
 * The outgoing side of one connection: what may still be sent, and how it ends. Owned by the
 * connection's loop.
 */
final class PipeOutbox implements Outbox {
  /** How long a peer may take to hear the good-bye before it is cut off, in milliseconds. */
  static final long CLOSE_GRACE_MILLIS = 5_000;

  private final Pipe pipe;
  private final Farewell farewell;
  private final LoopTurn turn;
  private final long hardLimit;
  private boolean closing;

  /** What was waiting when it was last written to while it took more. */
  private long granted;

  /** How a connection's transport says good-bye, and ends. */
  @FunctionalInterface
  interface Farewell {
    /**
     * @param code a close code of RFC 6455, for transports that have such
     */
    void say(int code, String reason);
  }

  /**
   * @param hardLimit bytes waiting at which the connection is cut off, beside what was written
   *     while it took more: one answer may be larger. 0: never
   */
  PipeOutbox(Pipe pipe, Farewell farewell, LoopTurn turn, long hardLimit) {
    this.pipe = pipe;
    this.farewell = farewell;
    this.turn = turn;
    this.hardLimit = hardLimit;
  }

  @Override
  public boolean writable() {
    return !closing && pipe.writable();
  }

  /** Whether even a ping would be too much. */
  boolean full() {
    return closing || pipe.full();
  }

  @Override
  public void write(Chunk chunk) {
    if (!closing) {
      boolean free = pipe.writable();
      pipe.write(chunk);
      cutIfTooMuch(free);
    }
  }

  @Override
  public void writeAndFlush(Chunk chunk) {
    if (!closing) {
      boolean free = pipe.writable();
      pipe.writeAndFlush(chunk);
      cutIfTooMuch(free);
    }
  }

  @Override
  public long waiting() {
    return pipe.waiting();
  }

  private void cutIfTooMuch(boolean wasFree) {
    if (hardLimit == 0) {
      return;
    }
    long waiting = pipe.waiting();
    if (wasFree) {
      granted = waiting;
    } else if (waiting > granted + hardLimit) {
      cut();
    }
  }

  @Override
  public void close(Code code, String reason) {
    close(code.close() == 0 ? 1000 : code.close(), reason);
  }

  /**
   * Says good-bye behind all that is waiting. A peer that does not take it in time, or does not
   * answer as it should, is cut off.
   */
  void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    pipe.flush();
    // Vert.x waits for the answer to a close frame from when that has left: for one who does not
    // read that is when the connection is gone, and it would then warn.
    pipe.whenWritten(() -> sayFarewell(code, reason));
    turn.after(CLOSE_GRACE_MILLIS, this::cut);
  }

  private void sayFarewell(int code, String reason) {
    farewell.say(code, reason);
    // While a read is in progress Vert.x would flush at its end: too late after a broken frame, for
    // which it closes the connection at once.
    pipe.flush();
  }

  /** Ends the connection now, without a word; nothing if it has ended. */
  @Override
  public void cut() {
    closing = true;
    pipe.cut();
  }

  boolean closing() {
    return closing;
  }
}
