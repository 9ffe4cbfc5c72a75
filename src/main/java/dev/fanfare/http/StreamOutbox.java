package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Outbox;
import dev.fanfare.message.Code;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/** The outgoing side of one event stream. Owned by the connection's loop. */
final class StreamOutbox implements Outbox {
  private static final int QUEUE_BYTES = 128 * 1024;

  private final HttpServerResponse response;
  private final HttpConnection connection;
  private boolean closed;

  StreamOutbox(HttpServerResponse response, HttpConnection connection) {
    this.response = response;
    this.connection = connection;
    response.setWriteQueueMaxSize(QUEUE_BYTES);
  }

  @Override
  public boolean writable() {
    return !gone() && !response.writeQueueFull();
  }

  @Override
  public void write(Chunk chunk) {
    write(((StreamEncoding.StreamChunk) chunk).bytes());
  }

  @Override
  public void writeAndFlush(Chunk chunk) {
    write(chunk);
  }

  void write(Buffer bytes) {
    if (!gone()) {
      response.write(bytes);
    }
  }

  /** Ends the response; a client comes back by itself. One that does not read is cut off. */
  @Override
  public void close(Code code, String reason) {
    if (gone()) {
      return;
    }
    closed = true;
    if (response.writeQueueFull()) {
      VertxInternals.cut(connection);
      return;
    }
    response.end();
    connection.close();
  }

  private boolean gone() {
    return closed || response.ended() || response.closed();
  }
}
