package dev.fanfare.metrics;

import java.util.function.LongSupplier;

/**
 * How late the timers of one event loop come: whatever keeps the loop, or the whole process, keeps
 * them too. Told by its loop; any thread may ask, also while the loop stands still.
 */
public final class Lag {
  /**
   * The largest is that of this minute and the one before: whoever asks each minute misses none.
   */
  static final long SPAN_MILLIS = 60_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final String loop;
  private final LongSupplier clock;
  private long due = NEVER;
  private long count;
  private long sum;
  private long began;
  private long largest;
  private long before;

  Lag(String loop, LongSupplier clock) {
    this.loop = loop;
    this.clock = clock;
    this.began = clock.getAsLong();
  }

  String loop() {
    return loop;
  }

  /** A timer is to come after so many milliseconds. */
  public synchronized void expect(long millis) {
    due = clock.getAsLong() + millis;
  }

  /** It came. */
  public synchronized void came() {
    long now = clock.getAsLong();
    turn(now);
    long late = overdue(now);
    due = NEVER;
    count++;
    sum += late;
    largest = Math.max(largest, late);
  }

  /** The most in the last one to two minutes, and of the timer that is due now, in milliseconds. */
  synchronized long largest() {
    long now = clock.getAsLong();
    turn(now);
    return Math.max(overdue(now), Math.max(largest, before));
  }

  /** That of all that came, in milliseconds. */
  synchronized long sum() {
    return sum;
  }

  /** How many came. */
  synchronized long count() {
    return count;
  }

  private long overdue(long now) {
    return now > due ? now - due : 0;
  }

  private void turn(long now) {
    long passed = now - began;
    if (passed >= SPAN_MILLIS) {
      before = passed < 2 * SPAN_MILLIS ? largest : 0;
      largest = 0;
      began = now;
    }
  }
}
