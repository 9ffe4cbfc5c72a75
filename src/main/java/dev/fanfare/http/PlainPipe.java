package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * Hands each message to Vert.x' WebSocket, which frames and flushes it by itself: slower, but
 * nothing but public API. Owned by the connection's loop.
 */
final class PlainPipe implements Pipe {
  private static final int QUEUE_BYTES = 512 * 1024;

  private final ServerWebSocket socket;
  private final HttpConnection connection;
  private long waiting;
  private @Nullable Runnable whenWritten;

  /**
   * @param http the connection that was upgraded to the socket
   * @param onWritable called on the loop when more may be written again
   */
  PlainPipe(ServerWebSocket socket, HttpConnection http, LoopTurn turn, Runnable onWritable) {
    this.socket = socket;
    this.connection = http;
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    socket.drainHandler(v -> turn.atEnd(onWritable));
  }

  @Override
  public boolean writable() {
    return !socket.isClosed() && !socket.writeQueueFull();
  }

  @Override
  public void write(Chunk chunk) {
    for (PlainFrames.Frame frame : ((PlainFrames.PlainChunk) chunk).frames()) {
      waiting += frame.size();
      write(frame)
          .onComplete(
              done -> {
                waiting -= frame.size();
                if (waiting == 0 && whenWritten != null && done.succeeded()) {
                  whenWritten.run();
                }
              });
    }
  }

  @Override
  public void writeAndFlush(Chunk chunk) {
    write(chunk);
  }

  private Future<Void> write(PlainFrames.Frame frame) {
    return frame instanceof PlainFrames.Text text
        ? socket.writeFinalTextFrame(text.text())
        : socket.writeFinalBinaryFrame(((PlainFrames.Binary) frame).bytes());
  }

  /** Nothing to do: Vert.x flushes at the end of what it is reading, else at once. */
  @Override
  public void flush() {}

  @Override
  public long waiting() {
    return waiting;
  }

  @Override
  public void whenWritten(Runnable action) {
    if (waiting == 0) {
      action.run();
    } else {
      whenWritten = action;
    }
  }

  /** The public ways to close all wait until what is waiting has left. */
  @Override
  public void cut() {
    VertxInternals.cut(connection);
  }
}
