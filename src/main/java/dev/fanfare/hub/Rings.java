package dev.fanfare.hub;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rings of all rooms of a loop, which share one bound: beyond it the oldest segment of all
 * goes. Owned by the {@link Hub}.
 */
final class Rings {
  /** Of messages and encoded forms, for one loop. */
  static final long MOST_BYTES = 8 * 1024 * 1024;

  private final Map<Segment, Ring> oldestFirst = new LinkedHashMap<>();
  private long bytes;
  private boolean closed;

  /** Whether the segment may be kept. */
  boolean take(Segment segment, Ring ring) {
    if (!closed) {
      oldestFirst.put(segment, ring);
    }
    return !closed;
  }

  void grew(long growth) {
    bytes += growth;
  }

  void dropped(Segment segment) {
    oldestFirst.remove(segment);
    bytes -= segment.counted();
  }

  /** Holds the bound. */
  void trim() {
    while (bytes > MOST_BYTES && oldestFirst.size() > 1) {
      oldestFirst.values().iterator().next().dropOldest();
    }
  }

  /** Gives all encoded forms back. */
  void forgetForms() {
    new HashSet<>(oldestFirst.values()).forEach(Ring::forgetForms);
  }

  /** What all rings hold. */
  long bytes() {
    return bytes;
  }

  /** Gives everything back, and keeps nothing from now on. */
  void close() {
    closed = true;
    while (!oldestFirst.isEmpty()) {
      oldestFirst.values().iterator().next().clear();
    }
  }
}
