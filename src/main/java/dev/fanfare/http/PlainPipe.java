package dev.fanfare.http;

import dev.fanfare.hub.Backlog;
import dev.fanfare.hub.Chunk;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.streams.WriteStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands what is to be written to Vert.x, which frames and flushes by itself, for each connection
 * again: slower, but public API, save for the end of a connection. Owned by the connection's loop.
 */
final class PlainPipe<T extends WriteStream<?>> implements Pipe {
  private static final int QUEUE_BYTES = 512 * 1024;

  private final T out;
  private final BooleanSupplier open;
  private final HttpConnection connection;
  private final Backlog backlog;
  private long waiting;
  private @Nullable Runnable whenWritten;

  /**
   * @param open whether {@code out} may still be asked
   * @param onWritable called on the loop when more may be written again
   */
  PlainPipe(
      T out,
      BooleanSupplier open,
      HttpConnection connection,
      LoopTurn turn,
      Backlog backlog,
      Runnable onWritable) {
    this.out = out;
    this.open = open;
    this.connection = connection;
    this.backlog = backlog;
    out.setWriteQueueMaxSize(QUEUE_BYTES);
    out.drainHandler(v -> turn.atEnd(onWritable));
  }

  @Override
  public boolean writable() {
    return open.getAsBoolean() && !out.writeQueueFull();
  }

  @Override
  public boolean full() {
    return !writable();
  }

  // A pipe is given the chunks of its own encoding only.
  @SuppressWarnings("unchecked")
  @Override
  public void write(Chunk chunk) {
    if (!open.getAsBoolean()) {
      return;
    }
    change(chunk.size());
    Future<Void> written = Future.succeededFuture();
    for (PlainChunk.Piece<T> piece : ((PlainChunk<T>) chunk).pieces()) {
      written = piece.writeTo(out);
    }
    written.onComplete(
        done -> {
          change(-chunk.size());
          if (waiting == 0 && whenWritten != null && done.succeeded()) {
            whenWritten.run();
          }
        });
  }

  private void change(int bytes) {
    waiting += bytes;
    backlog.change(bytes);
  }

  @Override
  public void writeAndFlush(Chunk chunk) {
    write(chunk);
  }

  /** Vert.x flushes by itself, but what it is reading it reads to the end before. */
  @Override
  public void flush() {
    VertxInternals.flush(connection);
  }

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
