package dev.fanfare.presence;

import dev.fanfare.message.Roster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists short enough for one message. */
final class Parts {
  private Parts() {}

  static <T> List<List<T>> of(Collection<T> all) {
    List<T> list = List.copyOf(all);
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < list.size(); from += Roster.MOST_CHANGES) {
      parts.add(list.subList(from, Math.min(list.size(), from + Roster.MOST_CHANGES)));
    }
    return parts;
  }
}
