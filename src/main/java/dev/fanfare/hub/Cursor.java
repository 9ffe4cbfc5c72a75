package dev.fanfare.hub;

import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts the publications of one room into order for one loop. Two publishers may be stamped 5 and 6
 * and arrive as 6, 5, on one node too; and the bus may lose some. What is early is held; what stays
 * missing is to be read from history. Pure: no clock, no thread, owned by its {@link Room}.
 */
final class Cursor {
  /** So many are held before the hole is called one, whatever the time. */
  static final int MOST_HELD = 64;

  /** What became of an arrival. */
  enum Outcome {
    /** It, and perhaps held ones behind it, went out. */
    DELIVERED,
    /** It was known already. */
    OLD,
    /** It is early: something before it is under way, or lost. */
    HELD,
    /**
     * More is missing than is worth waiting for, or the room began a new life: read on from
     * history.
     */
    BROKEN
  }

  private Position last;
  private final TreeMap<Long, Event.Message> held = new TreeMap<>();

  /**
   * @param start everything up to here is known
   */
  Cursor(Position start) {
    this.last = start;
  }

  /** Takes an arrival and hands on, in order, what can be delivered now. */
  Outcome offer(Event.Message message, Consumer<Event.Message> out) {
    Position position = message.publication().position();
    if (!position.epoch().equals(last.epoch())) {
      return Outcome.BROKEN;
    }
    if (position.offset() <= last.offset()) {
      return Outcome.OLD;
    }
    if (position.offset() > last.offset() + 1) {
      held.put(position.offset(), message);
      return held.size() > MOST_HELD ? Outcome.BROKEN : Outcome.HELD;
    }
    deliver(message, out);
    deliverHeld(out);
    return Outcome.DELIVERED;
  }

  /** Goes on from another place: what was held and lies after it in the same epoch is kept. */
  void restart(Position start, Consumer<Event.Message> out) {
    if (!start.epoch().equals(last.epoch())) {
      held.clear();
    }
    last = start;
    forgetHeld(start.offset());
    deliverHeld(out);
  }

  /** Whether something is held because something before it is missing. */
  boolean waiting() {
    return !held.isEmpty();
  }

  /** The offset of the newest that is held, 0: nothing is. */
  long newestHeld() {
    return held.isEmpty() ? 0 : held.lastKey();
  }

  /** Lets go of what is held up to an offset. */
  void forgetHeld(long offset) {
    held.headMap(offset, true).clear();
  }

  /** Whether this, and all before it, was handed on. */
  boolean covers(Position position) {
    return position.epoch().equals(last.epoch()) && position.offset() <= last.offset();
  }

  /** The last one that was handed on. */
  Position last() {
    return last;
  }

  private void deliverHeld(Consumer<Event.Message> out) {
    Map.Entry<Long, Event.Message> next = held.firstEntry();
    while (next != null && next.getKey() == last.offset() + 1) {
      held.pollFirstEntry();
      deliver(next.getValue(), out);
      next = held.firstEntry();
    }
  }

  private void deliver(Event.Message message, Consumer<Event.Message> out) {
    last = message.publication().position();
    out.accept(message);
  }
}
