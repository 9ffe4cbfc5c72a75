package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Encoding;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.JsonFormat;
import dev.fanfare.wire.Payload;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages and gaps as server-sent events (HTML standard, section 9.2); other events have no form
 * here. One object per loop. The JSON is compact: it has no line breaks.
 */
final class StreamEncoding implements Encoding {
  private final Format json = new JsonFormat();

  /** Lives on the heap: nothing is to be released. */
  record StreamChunk(Buffer bytes) implements Chunk {
    @Override
    public int size() {
      return bytes.length();
    }

    @Override
    public void retain() {}

    @Override
    public void release() {}
  }

  @Override
  public @Nullable Chunk encode(List<? extends Event> events) {
    Buffer out = Buffer.buffer();
    for (Event event : events) {
      if (event instanceof Event.Message message) {
        write(out, message.publication().position(), "message", event);
      } else if (event instanceof Event.Gap gap) {
        write(out, gap.position(), "gap", event);
      }
    }
    return out.length() == 0 ? null : new StreamChunk(out);
  }

  /**
   * What comes first: when to come back, and the place to come back to, although no event has told
   * it yet. A block without data is no event, but its id counts.
   */
  static Buffer greeting(Position position, long retryMillis) {
    return Buffer.buffer(": fanfare\nretry: " + retryMillis + "\nid: " + position + "\n\n");
  }

  private void write(Buffer out, Position position, String name, Event event) {
    Payload payload = json.encode(event);
    if (payload == null) {
      return;
    }
    out.appendString("id: ")
        .appendString(position.toString())
        .appendString("\nevent: ")
        .appendString(name)
        .appendString("\ndata: ")
        .appendBytes(payload.bytes())
        .appendString("\n\n");
  }
}
