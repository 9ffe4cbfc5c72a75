package dev.fanfare.bench.fanout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/** A WebSocket (RFC 6455), raw or {@code fanfare.v1.json}. */
final class SocketLink extends Link {
  private static final int TEXT = 0x81;
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;
  private static final int MASK = 0x12345678;

  /** Where {@code {"type":"message"} differs from everything else that the server says. */
  private static final int KIND = "{\"type\":\"".length();

  private final boolean json;
  private final Listener listener;

  SocketLink(int number, Selector selector, int port, String query, boolean json, Listener listener)
      throws IOException {
    super(number, selector, port, handshake(query, json), "101");
    this.json = json;
    this.listener = listener;
  }

  private static String handshake(String query, boolean json) {
    return """
        GET /ws?%s HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Protocol: %s

        """
        .formatted(query, json ? "fanfare.v1.json" : "fanfare.raw");
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
      case TEXT -> {
        if (!json || bytes[from + KIND] == 'm') {
          listener.message(number, bytes, from, to);
        } else if (bytes[from + KIND] == 'e') {
          throw new IOException("Refused: " + new String(bytes, from, to - from));
        }
      }
      case PING -> send(framed(PONG, java.util.Arrays.copyOfRange(bytes, from, to)));
      default -> throw new IOException("A frame begins with " + first);
    }
  }

  /** The bytes of a masked frame with a text. */
  static byte[] text(byte[] payload) {
    return framed(TEXT, payload);
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
