package dev.fanfare.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Figures;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The figures as text for Prometheus. */
class MetersTest {
  private final Meters meters = new Meters();
  private final AtomicLong clock = new AtomicLong();

  private Figures figures() {
    return Figures.read(meters.text());
  }

  @Test
  void eachCountIsThereFromTheStartUnderItsNameAndType() {
    Figures figures = figures();
    assertThat(figures.samples())
        .containsEntry("fanfare_sessions", 0.0)
        .containsEntry("fanfare_rooms", 0.0)
        .containsEntry("fanfare_refused_total", 0.0)
        .containsEntry("fanfare_throttled_total", 0.0)
        .containsEntry("fanfare_slow_consumers_total{rule=\"close\"}", 0.0)
        .containsEntry("fanfare_slow_consumers_total{rule=\"skip\"}", 0.0)
        .containsEntry("fanfare_slow_consumers_total{rule=\"latest\"}", 0.0)
        .containsEntry("fanfare_cut_off_total", 0.0)
        .containsEntry("fanfare_silent_total", 0.0)
        .containsEntry("fanfare_skipped_total", 0.0)
        .containsEntry("fanfare_repairs_total", 0.0)
        .containsEntry("fanfare_cluster_unheard_total", 0.0)
        .containsEntry("fanfare_cluster_unreadable_total", 0.0);
    assertThat(figures.types())
        .containsEntry("fanfare_sessions", "gauge")
        .containsEntry("fanfare_refused_total", "counter");
  }

  @Test
  void whatIsCountedIsSeen() {
    meters.of(Count.SESSIONS).add(3);
    meters.of(Count.SESSIONS).decrement();
    meters.of(Count.SLOW_SKIPPED).increment();
    assertThat(figures().value("fanfare_sessions")).isEqualTo(2);
    assertThat(figures().value("fanfare_slow_consumers_total{rule=\"skip\"}")).isEqualTo(1);
    meters.of(Count.SLOW_SKIPPED).add(1_000_000_000_000L);
    assertThat(figures().value("fanfare_slow_consumers_total{rule=\"skip\"}"))
        .isEqualTo(1_000_000_000_001.0);
  }

  @Test
  void whatIsAddedAfterTheFirstQuestionIsSeenToo() {
    figures();
    meters.show(new Gauge("outbound", "bytes", "What waits.", () -> 5));
    meters.show(Gauge.of("ready", "Whether it is ready.", () -> true));
    Lag lag = meters.lag("loop-0", clock::get);
    meters.lag("loop-1", clock::get);
    lag.expect(250);
    clock.addAndGet(250 + 1_500);
    lag.came();
    Figures figures = figures();
    assertThat(figures.value("fanfare_outbound_bytes")).isEqualTo(5);
    assertThat(figures.value("fanfare_ready")).isEqualTo(1);
    assertThat(figures.value("fanfare_loop_lag_max_seconds{loop=\"loop-0\"}")).isEqualTo(1.5);
    assertThat(figures.value("fanfare_loop_lag_max_seconds{loop=\"loop-1\"}")).isZero();
    assertThat(figures.value("fanfare_loop_lag_seconds_sum{loop=\"loop-0\"}")).isEqualTo(1.5);
    assertThat(figures.value("fanfare_loop_lag_seconds_count{loop=\"loop-0\"}")).isEqualTo(1);
    assertThat(figures.types()).containsEntry("fanfare_loop_lag_seconds", "summary");
  }

  @Test
  void twoOnTheSameLoopAreOne() {
    meters.lag("loop-0", clock::get);
    meters.lag("loop-0", clock::get);
    assertThat(figures().value("fanfare_loop_lag_max_seconds{loop=\"loop-0\"}")).isZero();
  }

  @Test
  void javasOwnAreBesideThem() {
    assertThat(figures().samples().keySet())
        .anyMatch(name -> name.startsWith("jvm_memory_used_bytes{"))
        .anyMatch(name -> name.startsWith("jvm_gc_collection_seconds_count{"))
        .contains("jvm_threads_live_threads", "process_uptime_seconds", "process_files_open_files");
  }

  @Test
  void askingStartsNoThread() {
    figures();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("micrometer"))
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("prometheus"));
  }
}
