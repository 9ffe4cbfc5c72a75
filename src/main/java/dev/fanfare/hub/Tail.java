package dev.fanfare.hub;

import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages that a room delivered on this loop, so that who is only a little behind needs
 * no history. Bounded; owned by its {@link Room}.
 */
final class Tail {
  private static final int MOST = 256;
  private static final int MOST_BYTES = 256 * 1024;

  private final ArrayDeque<Event.Message> messages = new ArrayDeque<>();
  private Position before;
  private int bytes;

  Tail(Position start) {
    this.before = start;
  }

  void add(Event.Message message) {
    messages.addLast(message);
    bytes += message.publication().weight();
    while (messages.size() > MOST || bytes > MOST_BYTES && messages.size() > 1) {
      Event.Message oldest = messages.removeFirst();
      bytes -= oldest.publication().weight();
      before = oldest.publication().position();
    }
  }

  void restart(Position start) {
    messages.clear();
    bytes = 0;
    before = start;
  }

  /** What was delivered after a position, or null if that is not all here. */
  @Nullable List<Event.Message> after(Position position) {
    if (!position.epoch().equals(before.epoch()) || position.offset() < before.offset()) {
      return null;
    }
    List<Event.Message> after = new ArrayList<>();
    for (Event.Message message : messages) {
      if (message.publication().offset() > position.offset()) {
        after.add(message);
      }
    }
    return after;
  }
}
