package dev.fanfare.crowd;

import java.io.IOException;

/** Who is told of what comes over links. Called on the crowd's thread. */
public interface Listener {
  /**
   * A text message of a WebSocket, or a block of an event stream without the empty line at its end,
   * lies between these places. The bytes are overwritten afterwards.
   */
  void heard(Link link, byte[] bytes, int from, int to) throws IOException;

  /**
   * The server ended the connection.
   *
   * @param code the close code, or 1006 if there was none
   */
  void ended(Link link, int code) throws IOException;

  /**
   * The server did not answer as expected; the connection is closed.
   *
   * @param head of its answer
   */
  default void refused(Link link, String head) throws IOException {
    throw new IOException("The server answered: " + head);
  }
}
