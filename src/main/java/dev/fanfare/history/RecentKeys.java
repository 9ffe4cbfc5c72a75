package dev.fanfare.history;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys that were lately seen in one room, each with the offset of its publication. Not
 * thread-safe. Outlives the publications: a retry is known even when the first is no longer kept.
 */
final class RecentKeys {
  /** A bound for the worst case; the window is the rule. */
  static final int MOST = 100_000;

  private static final int COST = 120;

  private final long window;
  private final Map<String, Seen> seen = new LinkedHashMap<>(); // oldest first
  private long weight;

  RecentKeys(long window) {
    this.window = window;
  }

  /** The offset that the key stands for, or 0. */
  long find(String key, long now) {
    Seen first = seen.get(key);
    return first == null || first.came + window <= now ? 0 : first.offset;
  }

  void add(String key, long offset, long came) {
    if (window <= 0) {
      return;
    }
    Seen old = seen.remove(key);
    if (old == null) {
      weight += COST + key.length();
    }
    seen.put(key, new Seen(offset, came));
  }

  /** Forgets the keys whose window is over, and the oldest above the bound. */
  void trim(long now) {
    Iterator<Map.Entry<String, Seen>> oldest = seen.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Seen> entry = oldest.next();
      if (entry.getValue().came + window > now && seen.size() <= MOST) {
        return;
      }
      weight -= COST + entry.getKey().length();
      oldest.remove();
    }
  }

  /** Shows each key, oldest first. */
  void visit(Visitor visitor) {
    seen.forEach((key, first) -> visitor.see(key, first.offset, first.came));
  }

  /** If there is one. */
  void dropOldest() {
    Iterator<String> oldest = seen.keySet().iterator();
    if (oldest.hasNext()) {
      weight -= COST + oldest.next().length();
      oldest.remove();
    }
  }

  boolean isEmpty() {
    return seen.isEmpty();
  }

  /** What they cost, roughly, in bytes. */
  long weight() {
    return weight;
  }

  /** Sees one key: the offset that it stands for, and when it came. */
  @FunctionalInterface
  interface Visitor {
    void see(String key, long offset, long came);
  }

  private record Seen(long offset, long came) {}
}
