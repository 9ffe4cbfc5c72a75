package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Encoding;
import dev.fanfare.message.Event;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Payload;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes events as what Vert.x' WebSocket takes, which then frames them for each socket. One
 * object per loop and format.
 */
final class PlainFrames implements Encoding {
  private final Format format;

  PlainFrames(Format format) {
    this.format = format;
  }

  /** Frames on the heap: nothing is to be released. */
  record PlainChunk(List<Frame> frames, int size) implements Chunk {
    @Override
    public void retain() {}

    @Override
    public void release() {}
  }

  /** One message. */
  sealed interface Frame {
    /** Of its payload, in bytes. */
    int size();
  }

  record Text(String text, int size) implements Frame {}

  record Binary(Buffer bytes) implements Frame {
    @Override
    public int size() {
      return bytes.length();
    }
  }

  @Override
  public @Nullable Chunk encode(List<? extends Event> events) {
    List<Frame> frames = new ArrayList<>(events.size());
    int size = 0;
    for (Event event : events) {
      Payload payload = format.encode(event);
      if (payload != null) {
        frames.add(frame(payload));
        size += payload.bytes().length;
      }
    }
    return frames.isEmpty() ? null : new PlainChunk(frames, size);
  }

  private static Frame frame(Payload payload) {
    byte[] bytes = payload.bytes();
    return payload.binary()
        ? new Binary(Buffer.buffer(bytes))
        : new Text(new String(bytes, StandardCharsets.UTF_8), bytes.length);
  }
}
