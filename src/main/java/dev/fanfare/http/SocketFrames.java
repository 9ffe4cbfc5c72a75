package dev.fanfare.http;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.http.HttpClosedException;

/** Knows what the frame decoder's complaints mean. */
final class SocketFrames {
  private SocketFrames() {}

  /**
   * The close code of RFC 6455 section 7.4.1 for a failure of a connection; 0 if it is just gone.
   */
  static int closeCode(Throwable failure) {
    if (failure instanceof CorruptedWebSocketFrameException corrupted) {
      return corrupted.closeStatus().code();
    }
    if (failure instanceof HttpClosedException || failure instanceof java.io.IOException) {
      return 0;
    }
    return 1011;
  }
}
