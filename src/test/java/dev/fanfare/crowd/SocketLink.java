package dev.fanfare.crowd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A WebSocket (RFC 6455). Owned by the crowd's thread. */
public final class SocketLink extends Link {
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;
  private static final int MASK = 0x12345678;

  /**
   * @param query of the address, as {@code room=lobby}
   * @param subprotocol names the format
   */
  public SocketLink(
      int number, Crowd crowd, String query, String subprotocol, boolean narrow, Listener listener)
      throws IOException {
    super(number, crowd, handshake(query, subprotocol), "101", narrow, listener);
  }

  /** Sends a text message. */
  public void say(byte[] payload) {
    send(framed(TEXT, payload));
  }

  private static String handshake(String query, String subprotocol) {
    return """
        GET /ws?%s HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Protocol: %s

        """
        .formatted(query, subprotocol);
  }

  @Override
  int take(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (to - at >= 2) {
      int length = bytes[at + 1] & 0x7f;
      int head = length < 126 ? 2 : length == 126 ? 4 : 10;
      if (to - at < head) {
        return at;
      }
      if (length == 126) {
        length = (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
      } else if (length == 127) {
        length = Math.toIntExact(ByteBuffer.wrap(bytes, at + 2, 8).getLong());
      }
      int end = at + head + length;
      if (end > to) {
        return at;
      }
      frame(bytes[at] & 0xff, bytes, at + head, end);
      at = end;
    }
    return at;
  }

  private void frame(int first, byte[] bytes, int from, int to) throws IOException {
    switch (first) {
      case TEXT -> heard(bytes, from, to);
      case PING -> send(framed(PONG, Arrays.copyOfRange(bytes, from, to)));
      case CLOSE -> {
        send(framed(CLOSE, Arrays.copyOfRange(bytes, from, to)));
        ended(to - from < 2 ? 1005 : (bytes[from] & 0xff) << 8 | bytes[from + 1] & 0xff);
      }
      default -> throw new IOException("A frame begins with " + first);
    }
  }

  private static byte[] framed(int first, byte[] payload) {
    int head = payload.length < 126 ? 6 : payload.length < 65_536 ? 8 : 14;
    ByteBuffer frame = ByteBuffer.allocate(head + payload.length).put((byte) first);
    switch (head) {
      case 6 -> frame.put((byte) (0x80 | payload.length));
      case 8 -> frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
      default -> frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.putInt(MASK).put(payload);
    for (int i = 0; i < payload.length; i++) {
      frame.array()[head + i] ^= (byte) (MASK >> 24 - 8 * (i & 3));
    }
    return frame.array();
  }
}
