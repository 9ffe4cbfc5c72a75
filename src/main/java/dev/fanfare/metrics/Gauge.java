package dev.fanfare.metrics;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A figure that is looked up when somebody asks for it.
 *
 * @param name words with dots between, without the unit
 * @param unit such as {@code bytes}; null: a plain number
 * @param help a sentence for operators
 * @param now called on any thread; must not block
 */
public record Gauge(String name, @Nullable String unit, String help, DoubleSupplier now) {

  /** One that is 1 for yes and 0 for no. */
  public static Gauge of(String name, String help, BooleanSupplier now) {
    return new Gauge(name, null, help, () -> now.getAsBoolean() ? 1 : 0);
  }
}
