package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.util.ArrayList;
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

  int connections() {
    return (int) entries.stream().filter(Connected.class::isInstance).count();
  }

  /** As if it had come back, from where it was, just before it was told of the last gap. */
  Seen sinceTheLastGap() {
    int last = 0;
    for (int i = 0; i < entries.size(); i++) {
      last = entries.get(i) instanceof Gap ? i : last;
    }
    Position at = null;
    for (Entry before : entries.subList(0, last)) {
      Position there = before.at();
      at = there == null ? at : there;
    }
    List<Entry> rest = new ArrayList<>();
    rest.add(new Connected(at));
    rest.addAll(entries.subList(last, entries.size()));
    return last == 0 ? this : new Seen(subscriber, rest);
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
