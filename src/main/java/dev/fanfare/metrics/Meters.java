package dev.fanfare.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one node: what it counts, what it can be asked for, and how late its loops are.
 * Any thread.
 */
public final class Meters {
  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final List<Gauge> gauges = new CopyOnWriteArrayList<>();
  private final List<Lag> lags = new CopyOnWriteArrayList<>();
  private @Nullable Exposition exposition;

  public Meters() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  /** To count with. */
  public LongAdder of(Count count) {
    return Objects.requireNonNull(counts.get(count));
  }

  /** One more figure to show. */
  public void show(Gauge gauge) {
    gauges.add(gauge);
  }

  /**
   * One more loop, whose lateness is shown. To be called on it.
   *
   * @param loop its name for operators; the second of the same name is not shown
   * @param clock steady, in milliseconds
   */
  public Lag lag(String loop, LongSupplier clock) {
    Lag lag = new Lag(loop, clock);
    if (lags.stream().noneMatch(other -> other.loop().equals(loop))) {
      lags.add(lag);
    }
    return lag;
  }

  List<Gauge> gauges() {
    return gauges;
  }

  List<Lag> lags() {
    return lags;
  }

  /**
   * All figures as Prometheus reads them. What makes the text is loaded for the first one who asks:
   * that takes a while, and any later text some milliseconds. Blocks.
   */
  public synchronized String text() {
    Exposition made = exposition;
    if (made == null) {
      made = new Exposition(this);
      exposition = made;
    }
    return made.text();
  }
}
