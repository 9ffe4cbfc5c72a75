package dev.fanfare.hub;

import dev.fanfare.message.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to many sessions: encoded at most once per encoding until they are released.
 * Owned by one loop.
 */
final class Shared {
  private final List<? extends Event> events;
  private final List<Encoded> encoded = new ArrayList<>(2);
  private long bytes;

  private record Encoded(Encoding encoding, @Nullable Chunk chunk) {}

  Shared(List<? extends Event> events) {
    this.events = events;
  }

  /** The events in that encoding, or null if it has no form for them. Belongs to this object. */
  @Nullable Chunk in(Encoding encoding) {
    for (int i = 0; i < encoded.size(); i++) {
      Encoded e = encoded.get(i);
      if (e.encoding == encoding) {
        return e.chunk;
      }
    }
    Chunk chunk = encoding.encode(events);
    encoded.add(new Encoded(encoding, chunk));
    bytes += chunk == null ? 0 : chunk.size();
    return chunk;
  }

  /** Sends the events to one outbox, if they have a form in that encoding. */
  void writeTo(Outbox outbox, Encoding encoding) {
    Chunk chunk = in(encoding);
    if (chunk != null) {
      outbox.write(chunk);
    }
  }

  /** What the encoded forms take, in bytes. */
  long bytes() {
    return bytes;
  }

  /** Gives the encoded forms back; they are made again if they are wanted again. */
  void release() {
    for (Encoded e : encoded) {
      if (e.chunk != null) {
        e.chunk.release();
      }
    }
    encoded.clear();
    bytes = 0;
  }
}
