package dev.fanfare.torture;

import java.util.HashMap;
import java.util.Map;

/**
 * How long after the first who saw a message the others saw it. For those who neither come late nor
 * read slowly. Any thread.
 */
final class Lags {
  private final Map<Id, Long> firsts = new HashMap<>();
  private long longest;

  synchronized void seen(Id id) {
    long now = System.nanoTime();
    Long first = firsts.putIfAbsent(id, now);
    longest = Math.max(longest, first == null ? 0 : now - first);
  }

  synchronized long longestMillis() {
    return longest / 1_000_000;
  }
}
