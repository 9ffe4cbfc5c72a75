package dev.fanfare.hub;

import dev.fanfare.message.Event;
import java.util.ArrayList;
import java.util.List;

/** What arrived in a room since it handed on the last time. Owned by the {@link Room}. */
final class Turn {
  /** More than this gains nothing by going together. */
  static final int MOST_BYTES_AT_ONCE = 256 * 1024;

  private List<Event.Message> messages = new ArrayList<>();
  private int bytes;

  /** Where they go. */
  interface Out {
    /**
     * @param portion consecutive, at least one
     * @param last nothing follows in this turn
     */
    void handOn(List<Event.Message> portion, boolean last);
  }

  void add(Event.Message message) {
    messages.add(message);
    bytes += message.publication().body().size();
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Whether there is so much that waiting for more saves nothing. */
  boolean isFull() {
    return bytes >= MOST_BYTES_AT_ONCE;
  }

  /** Hands on all in portions that are not too large, unless a single message is. */
  void handOn(Out out) {
    List<Event.Message> all = messages;
    messages = new ArrayList<>();
    bytes = 0;
    int from = 0;
    while (from < all.size()) {
      int to = from;
      int portion = 0;
      do {
        portion += size(all, to);
        to++;
      } while (to < all.size() && portion + size(all, to) <= MOST_BYTES_AT_ONCE);
      boolean whole = to - from == all.size();
      out.handOn(whole ? all : List.copyOf(all.subList(from, to)), to == all.size());
      from = to;
    }
  }

  private static int size(List<Event.Message> messages, int index) {
    return messages.get(index).publication().body().size();
  }
}
