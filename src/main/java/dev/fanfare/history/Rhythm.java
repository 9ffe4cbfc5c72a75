package dev.fanfare.history;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When something is due that is done every so often, by a clock that only goes forward. Any thread.
 */
final class Rhythm {
  /** For what is due at the first question. */
  static final long NEVER = Long.MIN_VALUE / 2;

  private final long every;
  private final AtomicLong last;

  /**
   * @param every milliseconds
   * @param last when it was done last
   */
  Rhythm(long every, long last) {
    this.every = every;
    this.last = new AtomicLong(last);
  }

  /** Whether to do it now; who is told so does it. */
  boolean isDue(long now) {
    long then = last.get();
    return now - then >= every && last.compareAndSet(then, now);
  }

  /** It is due again, however lately it was done. */
  void again() {
    last.set(NEVER);
  }
}
