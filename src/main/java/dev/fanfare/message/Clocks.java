package dev.fanfare.message;

import java.util.function.LongSupplier;

/**
 * The two clocks, passed to whoever needs one.
 *
 * @param wall milliseconds since 1970; may jump; for what people and other nodes are told
 * @param steady milliseconds that only go forward; for waits, rates and liveness
 */
public record Clocks(LongSupplier wall, LongSupplier steady) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** This machine's. */
  public static Clocks system() {
    return new Clocks(System::currentTimeMillis, () -> System.nanoTime() / NANOS_PER_MILLI);
  }
}
