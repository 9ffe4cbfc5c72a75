package dev.fanfare.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one node. Any thread.
 *
 * @param sessions open now
 * @param repairs how often a room had to read from history what the bus did not bring
 * @param slowConsumers how many were closed because they did not read
 * @param silent how many were closed because nothing came from them
 * @param refused how many handshakes and publications a limit refused
 */
public record Meters(
    LongAdder sessions,
    LongAdder repairs,
    LongAdder slowConsumers,
    LongAdder silent,
    LongAdder refused) {
  public Meters() {
    this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
  }
}
