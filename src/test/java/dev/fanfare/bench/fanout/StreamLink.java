package dev.fanfare.bench.fanout;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Arrays;

/** Server-sent events in the chunks of HTTP/1.1 (RFC 9112 section 7.1). */
final class StreamLink extends Link {
  private static final byte[] MESSAGE = "\nevent: message\n".getBytes();

  private final Listener listener;
  private byte[] text = new byte[64 * 1024];
  private int length;
  private int chunk;

  StreamLink(int number, Selector selector, int port, String room, Listener listener)
      throws IOException {
    super(number, selector, port, request(room), "200");
    this.listener = listener;
  }

  private static String request(String room) {
    return """
        GET /rooms/%s/messages HTTP/1.1
        Host: localhost
        Accept: text/event-stream

        """
        .formatted(room);
  }

  /** Takes the chunks apart: each is a line with its length, so many bytes, and an empty line. */
  @Override
  int take(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      if (chunk == 0) {
        int line = at;
        while (line < to && bytes[line] != '\n') {
          line++;
        }
        if (line == to) {
          return at;
        }
        chunk = line == at + 1 ? 0 : Integer.parseInt(new String(bytes, at, line - 1 - at), 16);
        at = line + 1;
      } else {
        int part = Math.min(chunk, to - at);
        append(bytes, at, part);
        chunk -= part;
        at += part;
      }
    }
    events();
    return at;
  }

  private void append(byte[] bytes, int from, int count) {
    if (length + count > text.length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length + count));
    }
    System.arraycopy(bytes, from, text, length, count);
    length += count;
  }

  private void events() {
    int start = 0;
    for (int i = 1; i < length; i++) {
      if (text[i] == '\n' && text[i - 1] == '\n') {
        if (isMessage(start, i)) {
          listener.message(number, text, start, i);
        }
        start = i + 1;
      }
    }
    System.arraycopy(text, start, text, 0, length - start);
    length -= start;
  }

  /** The event's name is in the second line, behind the id. */
  private boolean isMessage(int from, int to) {
    int line = from;
    while (line < to && text[line] != '\n') {
      line++;
    }
    int end = line + MESSAGE.length;
    return end <= to && Arrays.equals(text, line, end, MESSAGE, 0, MESSAGE.length);
  }
}
