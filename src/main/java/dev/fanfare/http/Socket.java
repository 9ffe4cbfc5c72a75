package dev.fanfare.http;

import io.vertx.core.http.WebSocketFrameType;

/**
 * One WebSocket: frames come in, messages, pings and a good-bye go out. Owned by the connection's
 * loop.
 */
interface Socket {
  /** Who is told what comes in, on the connection's loop and in its context. */
  interface Listener {
    /**
     * A frame, in order. A ping has been answered already, unless the good-bye was said.
     *
     * @param bytes whose they are now
     * @param last whether the message ends with it
     */
    void frame(WebSocketFrameType type, byte[] bytes, boolean last);

    /** What came is no WebSocket frame, or the connection broke; its end follows. */
    void failed(Throwable failure);

    /** The connection is gone. Once, and nothing after it. */
    void gone();
  }

  /** From now on; a socket has one listener. */
  void listen(Listener listener);

  /** The way of messages out. */
  Pipe pipe();

  /** Reads no more, so that the client has to wait: what it has sent already may still come in. */
  void pause();

  /** Reads on. */
  void resume();

  /** Sends a ping. */
  void ping();

  /**
   * Sends a close frame; the connection ends when the client has answered it.
   *
   * @param code of RFC 6455 section 7.4
   */
  void close(int code, String reason);
}
