package dev.fanfare.hub;

import dev.fanfare.message.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wire format together with a transport's framing. One object per loop and kind, compared by
 * identity: what is equal is encoded once.
 */
public interface Encoding {
  /**
   * The events as one chunk that the caller must release, or null if clients of this encoding are
   * told nothing of them.
   */
  @Nullable Chunk encode(List<? extends Event> events);
}
