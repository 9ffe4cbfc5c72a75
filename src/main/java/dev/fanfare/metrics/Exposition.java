package dev.fanfare.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The figures as text for Prometheus, and those of Java beside them. Everything is read when the
 * text is made: it counts nothing itself, and has no thread and no timer. One thread at a time.
 */
final class Exposition {
  private static final String PREFIX = "fanfare.";
  private static final double MILLIS = 1_000;

  private final Meters meters;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private int gauges;
  private int lags;

  Exposition(Meters meters) {
    this.meters = meters;
    for (Count count : Count.values()) {
      add(count);
    }
    addJava();
  }

  String text() {
    // What was added since the last time: loops start one after the other.
    List<Gauge> allGauges = List.copyOf(meters.gauges());
    allGauges.subList(gauges, allGauges.size()).forEach(this::add);
    gauges = allGauges.size();
    List<Lag> allLags = List.copyOf(meters.lags());
    allLags.subList(lags, allLags.size()).forEach(this::add);
    lags = allLags.size();
    return registry.scrape();
  }

  private void add(Count count) {
    LongAdder number = meters.of(count);
    String name = PREFIX + count.figure();
    String rule = count.rule();
    if (!count.grows()) {
      add(new Gauge(count.figure(), null, count.help(), number::sum));
      return;
    }
    FunctionCounter.Builder<LongAdder> counter =
        FunctionCounter.builder(name, number, LongAdder::sum).description(count.help());
    if (rule != null) {
      counter.tag("rule", rule);
    }
    counter.register(registry);
  }

  private void add(Gauge gauge) {
    io.micrometer.core.instrument.Gauge.builder(
            PREFIX + gauge.name(), gauge, one -> one.now().getAsDouble())
        .description(gauge.help())
        .baseUnit(gauge.unit())
        .strongReference(true)
        .register(registry);
  }

  private void add(Lag lag) {
    FunctionTimer.builder(PREFIX + "loop.lag", lag, Lag::count, Lag::sum, TimeUnit.MILLISECONDS)
        .description("How late the timers of an event loop came, all together; four in a second.")
        .tag("loop", lag.loop())
        .register(registry);
    io.micrometer.core.instrument.Gauge.builder(
            PREFIX + "loop.lag.max", lag, one -> one.largest() / MILLIS)
        .description(
            "How late a timer of an event loop was at most, in the last one to two minutes or now.")
        .baseUnit("seconds")
        .tag("loop", lag.loop())
        .register(registry);
  }

  private void addJava() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    // Micrometer's own figures of collections would begin with the first question, and listen.
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      FunctionTimer.builder(
              "jvm.gc.collection",
              collector,
              GarbageCollectorMXBean::getCollectionCount,
              GarbageCollectorMXBean::getCollectionTime,
              TimeUnit.MILLISECONDS)
          .description("Collections of garbage, and the time they took.")
          .tag("gc", collector.getName())
          .register(registry);
    }
  }
}
