package dev.fanfare.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one loop tells the rooms of the others at the end of a turn, in the order in which it came.
 *
 * @param from whose own rooms know it already; null where that is nobody here
 */
public record Batch(@Nullable Object from, List<Event> events) {
  public Batch {
    events = List.copyOf(events);
  }
}
