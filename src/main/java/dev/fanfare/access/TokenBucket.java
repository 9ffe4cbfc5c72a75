package dev.fanfare.access;

/**
 * A rate with a burst. Owned by whoever asks: one loop, or a monitor. Time is an argument, in
 * milliseconds.
 *
 * <p>Kept as the time at which the bucket will be full again (the generic cell rate algorithm): one
 * number, and nothing to refill.
 */
public final class TokenBucket {
  private static final long NANOS = 1_000_000;

  private final long interval;
  private final long capacity;
  private long fullAt = Long.MIN_VALUE;

  /**
   * @param rate a second; 0: no limit
   * @param burst so many at once after a rest; at least 1
   */
  public TokenBucket(int rate, int burst) {
    this.interval = rate <= 0 ? 0 : Math.max(1, 1_000 * NANOS / rate);
    this.capacity = interval * Math.max(1, burst);
  }

  /** Takes one: 0 if there was one, else the milliseconds after which there will be. */
  public long take(long now) {
    if (interval == 0) return 0;
    long time = now * NANOS;
    // Never later than an empty bucket: a clock that was set back must not lock anybody out.
    long full = Math.min(Math.max(fullAt, time), time + capacity);
    long wait = full + interval - (time + capacity);
    fullAt = wait > 0 ? full : full + interval;
    return wait > 0 ? (wait + NANOS - 1) / NANOS : 0;
  }

  /** Nothing is missing: as good as a new one. */
  public boolean isFull(long now) {
    return interval == 0 || fullAt <= now * NANOS;
  }
}
