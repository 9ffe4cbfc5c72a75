package dev.fanfare.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one node. Any thread.
 *
 * @param sessions open now
 * @param repairs how often a room had to read from history what the bus did not bring
 * @param slowClosed how many were closed because they did not read
 * @param slowSkipped how many were told of a gap for that, and served from the head on
 * @param slowToLatest how many were told of a gap for that, and served from the newest message on
 * @param cutOff how many were cut off because too much waited for all together
 * @param silent how many were closed because nothing came from them
 * @param skipped messages that an endpoint could not show or did not understand
 * @param refused how many handshakes and publications a limit refused
 * @param unheard how often this node had to listen anew because it did not hear members of its
 *     cluster, or they did not hear it
 * @param unreadable what came over the event bus and could not be read, once for each consumer
 */
public record Meters(
    LongAdder sessions,
    LongAdder repairs,
    LongAdder slowClosed,
    LongAdder slowSkipped,
    LongAdder slowToLatest,
    LongAdder cutOff,
    LongAdder silent,
    LongAdder skipped,
    LongAdder refused,
    LongAdder unheard,
    LongAdder unreadable) {
  public Meters() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }
}
