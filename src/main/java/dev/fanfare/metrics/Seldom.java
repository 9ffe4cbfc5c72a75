package dev.fanfare.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets through one word a minute, of those that others could make us say. Any thread. */
public final class Seldom {
  private static final long QUIET_MILLIS = 60_000;

  private final LongSupplier clock;
  private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param clock steady, in milliseconds
   */
  public Seldom(LongSupplier clock) {
    this.clock = clock;
  }

  /** Whether to say it. */
  public boolean now() {
    long now = clock.getAsLong();
    long due = next.get();
    return now >= due && next.compareAndSet(due, now + QUIET_MILLIS);
  }
}
