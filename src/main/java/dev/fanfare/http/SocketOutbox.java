package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Outbox;
import dev.fanfare.message.Code;
import io.vertx.core.http.ServerWebSocket;

/**
 * The outgoing side of one WebSocket: what may still be sent, and how it ends. Owned by the
 * connection's loop.
 */
final class SocketOutbox implements Outbox {
  /** How long a peer may take to answer a close frame before it is cut off, in milliseconds. */
  static final long CLOSE_GRACE_MILLIS = 5_000;

  private final ServerWebSocket socket;
  private final Pipe pipe;
  private final LoopTurn turn;
  private final long hardLimit;
  private boolean closing;

  /**
   * @param hardLimit bytes waiting at which the connection is cut off, 0: never
   */
  SocketOutbox(ServerWebSocket socket, Pipe pipe, LoopTurn turn, long hardLimit) {
    this.socket = socket;
    this.pipe = pipe;
    this.turn = turn;
    this.hardLimit = hardLimit;
  }

  @Override
  public boolean writable() {
    return !closing && pipe.writable();
  }

  @Override
  public void write(Chunk chunk) {
    if (!closing) {
      pipe.write(chunk);
      cutIfTooMuch();
    }
  }

  @Override
  public void writeAndFlush(Chunk chunk) {
    if (!closing) {
      pipe.writeAndFlush(chunk);
      cutIfTooMuch();
    }
  }

  private void cutIfTooMuch() {
    if (hardLimit > 0 && pipe.waiting() > hardLimit) {
      cut();
    }
  }

  @Override
  public void close(Code code, String reason) {
    close(code.close() == 0 ? 1000 : code.close(), reason);
  }

  /**
   * Sends a close frame behind all that is waiting. A peer that does not take it in time, or does
   * not answer it, is cut off.
   */
  void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    pipe.flush();
    // Vert.x waits for the answer from when its frame has left: for one who does not read that is
    // when the connection is gone, and it would then warn.
    pipe.whenWritten(() -> sendClose(code, reason));
    turn.after(CLOSE_GRACE_MILLIS, this::cut);
  }

  // A close that fails ends the connection, and its close handler tells.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void sendClose(int code, String reason) {
    socket.close((short) code, reason);
    // While a read is in progress Vert.x would flush at its end: too late after a broken frame, for
    // which it closes the connection at once.
    pipe.flush();
  }

  /** Ends the connection now, without a word; nothing if it has ended. */
  void cut() {
    closing = true;
    pipe.cut();
  }

  boolean closing() {
    return closing;
  }
}
