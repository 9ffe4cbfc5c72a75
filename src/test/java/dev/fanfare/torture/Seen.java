package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber saw, in the order in which it saw it.
 *
 * @param subscriber its name
 */
record Seen(String subscriber, List<Entry> entries) {
  Seen {
    entries = List.copyOf(entries);
  }

  /** One thing that was seen. */
  sealed interface Entry {
    /** Where the subscriber is then, null: it does not know. */
    @Nullable Position at();
  }

  /** A connection was opened, to go on after this position; null: with what comes. */
  record Connected(@Nullable Position after) implements Entry {
    @Override
    public @Nullable Position at() {
      return after;
    }
  }

  /** A message at its position. */
  record Message(Position position, Id id) implements Entry {
    @Override
    public Position at() {
      return position;
    }
  }

  /**
   * The server said that something is missing up to and with this position; null: up to whatever
   * comes next.
   */
  record Gap(@Nullable Position base) implements Entry {
    @Override
    public @Nullable Position at() {
      return base;
    }
  }

  /** The server said that nothing is missing up to here. */
  record Whole(Position upTo) implements Entry {
    @Override
    public Position at() {
      return upTo;
    }
  }
}
