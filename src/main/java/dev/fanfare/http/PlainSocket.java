package dev.fanfare.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A WebSocket that Vert.x reads, answers and closes. Owned by the connection's loop. */
final class PlainSocket implements Socket {
  private static final Buffer PING = Buffer.buffer();

  private final ServerWebSocket socket;
  private final Pipe pipe;

  PlainSocket(ServerWebSocket socket, Pipe pipe) {
    this.socket = socket;
    this.pipe = pipe;
  }

  @Override
  public void listen(Listener listener) {
    socket.frameHandler(
        frame -> listener.frame(frame.type(), VertxInternals.bytes(frame), frame.isFinal()));
    socket.exceptionHandler(listener::failed);
    socket.closeHandler(v -> listener.gone());
  }

  @Override
  public Pipe pipe() {
    return pipe;
  }

  /** Vert.x reads on until it has eight frames that it cannot hand over. */
  @Override
  public void pause() {
    socket.pause();
  }

  @Override
  public void resume() {
    socket.resume();
  }

  @Override
  public void ping() {
    socket.writePing(PING);
  }

  @Override
  public void close(int code, String reason) {
    socket.close((short) code, reason);
  }
}
