package dev.fanfare.presence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which thing is due when, one time for each. Knows no clock. Not safe for threads. */
final class Agenda<K> {
  static final long NEVER = Long.MAX_VALUE;

  private record Entry<K>(long due, long number, K thing) {}

  private final Map<K, Entry<K>> entries = new HashMap<>();
  private final TreeSet<Entry<K>> inOrder =
      new TreeSet<>(
          Comparator.<Entry<K>>comparingLong(Entry::due).thenComparingLong(Entry::number));
  private long number;

  /** The thing is due then, and at no other time; {@link #NEVER} takes it off. */
  void set(K thing, long due) {
    Entry<K> before = entries.get(thing);
    if (before != null) {
      if (before.due() == due) return;
      inOrder.remove(before);
      entries.remove(thing);
    }
    if (due == NEVER) return;
    Entry<K> entry = new Entry<>(due, number++, thing);
    entries.put(thing, entry);
    inOrder.add(entry);
  }

  /** When the first thing is due. */
  long next() {
    return inOrder.isEmpty() ? NEVER : inOrder.first().due();
  }

  /** Takes off what is due, the earliest first. */
  List<K> take(long now) {
    List<K> due = new ArrayList<>();
    while (!inOrder.isEmpty() && inOrder.first().due() <= now) {
      Entry<K> entry = inOrder.first();
      inOrder.remove(entry);
      entries.remove(entry.thing());
      due.add(entry.thing());
    }
    return due;
  }
}
