package dev.fanfare.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.hub.Backlog;
import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Encoding;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.JsonFormat;
import dev.fanfare.wire.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages, gaps and good-byes as server-sent events (HTML standard, section 9.2); other events
 * have no form here. The JSON is compact: it has no line breaks. One object per loop and way.
 */
final class StreamEncoding implements Encoding {
  private static final byte[] BLANK = "\n\n".getBytes(UTF_8);
  private static final byte[] BEAT = ": \n\n".getBytes(UTF_8);

  private final Format json = new JsonFormat();
  private final Function<List<byte[]>, Chunk> framing;

  private StreamEncoding(Function<List<byte[]>, Chunk> framing) {
    this.framing = framing;
  }

  /** As a chunk of HTTP/1.1 in native memory, for {@link DirectPipe}. */
  static StreamEncoding direct(Backlog backlog) {
    return new StreamEncoding(data -> DirectChunk.ofHttp(data, backlog));
  }

  /** For {@link PlainPipe}. */
  static StreamEncoding plain() {
    return new StreamEncoding(StreamEncoding::plainChunk);
  }

  private static Chunk plainChunk(List<byte[]> text) {
    Buffer bytes = Buffer.buffer();
    text.forEach(bytes::appendBytes);
    return new PlainChunk<HttpServerResponse>(
        List.of(response -> response.write(bytes)), bytes.length());
  }

  @Override
  public @Nullable Chunk encode(List<? extends Event> events) {
    List<byte[]> text = new ArrayList<>(3 * events.size());
    for (Event event : events) {
      if (event instanceof Event.Message message) {
        add(text, message.publication().position(), "message", event);
      } else if (event instanceof Event.Gap gap) {
        add(text, gap.position(), "gap", event);
      } else if (event instanceof Event.Bye bye) {
        text.add(("retry: " + bye.reconnectMillis() + "\n\n").getBytes(UTF_8));
      }
    }
    return text.isEmpty() ? null : framing.apply(text);
  }

  private void add(List<byte[]> text, Position position, String name, Event event) {
    Payload payload = json.encode(event);
    if (payload == null) {
      return;
    }
    text.add(("id: " + position + "\nevent: " + name + "\ndata: ").getBytes(UTF_8));
    text.add(payload.bytes());
    text.add(BLANK);
  }

  /**
   * What comes first: when to come back, and the place to come back to, although no event has told
   * it yet. A block without data is no event, but its id counts.
   */
  Chunk greeting(Position position, long retryMillis) {
    return framing.apply(
        List.of(
            (": fanfare\nretry: " + retryMillis + "\nid: " + position + "\n\n").getBytes(UTF_8)));
  }

  /** Shows that the connection lives: a comment. */
  Chunk beat() {
    return framing.apply(List.of(BEAT));
  }
}
