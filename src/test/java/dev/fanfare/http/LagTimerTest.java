package dev.fanfare.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Figures;
import dev.fanfare.message.Clocks;
import dev.fanfare.metrics.Meters;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With a real loop: who asks sees that it is blocked, and afterwards that it was. */
@ExtendWith(VertxExtension.class)
class LagTimerTest {
  private static final double LATE = 0.5;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Meters meters = new Meters();

  private double figure(String name) {
    return Figures.read(meters.text()).largest(name);
  }

  @Test
  void aBlockedLoopIsSeen(Vertx vertx) {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    vertx.runOnContext(
        v -> {
          new LagTimer(vertx, meters.lag("loop", Clocks.system().steady())).begin();
          blocked.countDown();
          await(goOn);
        });
    await(blocked);
    try {
      awaitAtLeast("fanfare_loop_lag_max_seconds", LATE);
      assertThat(figure("fanfare_loop_lag_seconds_count")).as("it stands still").isZero();
    } finally {
      goOn.countDown();
    }
    awaitAtLeast("fanfare_loop_lag_seconds_count", 2); // one came late, and the next one comes
    assertThat(figure("fanfare_loop_lag_seconds_sum")).isGreaterThanOrEqualTo(LATE);
    assertThat(figure("fanfare_loop_lag_max_seconds")).isGreaterThanOrEqualTo(LATE);
  }

  private void awaitAtLeast(String name, double value) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (figure(name) < value) {
      assertThat(System.nanoTime()).as(name + " became " + value).isLessThan(end);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
