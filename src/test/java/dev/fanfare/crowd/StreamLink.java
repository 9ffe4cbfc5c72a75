package dev.fanfare.crowd;

import java.io.IOException;
import java.util.Arrays;

/**
 * Server-sent events (HTML standard, section 9.2) in the chunks of HTTP/1.1 (RFC 9112 section 7.1).
 * Owned by the crowd's thread.
 */
public final class StreamLink extends Link {
  private byte[] text = new byte[64 * 1024];
  private int length;
  private int chunk;

  /**
   * @param lastEventId the place to go on from, empty: now
   */
  public StreamLink(
      int number, Crowd crowd, String room, String lastEventId, boolean narrow, Listener listener)
      throws IOException {
    super(number, crowd, request(room, lastEventId), "200", narrow, listener);
  }

  private static String request(String room, String lastEventId) {
    return "GET /rooms/"
        + room
        + "/messages HTTP/1.1\nHost: localhost\nAccept: text/event-stream\n"
        + (lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\n")
        + "\n";
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
        chunk = line <= at + 1 ? 0 : Integer.parseInt(new String(bytes, at, line - 1 - at), 16);
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

  private void events() throws IOException {
    int start = 0;
    for (int i = 1; i < length; i++) {
      if (text[i] == '\n' && text[i - 1] == '\n') {
        heard(text, start, i);
        start = i + 1;
      }
    }
    System.arraycopy(text, start, text, 0, length - start);
    length -= start;
  }
}
