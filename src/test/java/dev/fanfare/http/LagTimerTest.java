package dev.fanfare.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Figures;
import dev.fanfare.metrics.Meters;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * With a real loop, and a clock that the test holds: who asks sees that it is blocked, and
 * afterwards that it was.
 */
@ExtendWith(VertxExtension.class)
class LagTimerTest {
  private static final long PATIENCE_SECONDS = 20;

  private final Meters meters = new Meters();
  private final AtomicLong clock = new AtomicLong();

  private double figure(String name) {
    return Figures.read(meters.text()).largest(name);
  }

  @Test
  void aBlockedLoopIsSeen(Vertx vertx) {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch later = new CountDownLatch(1);
    vertx.runOnContext(
        v -> {
          new LagTimer(vertx, meters.lag("loop", clock::get)).begin();
          // A loop's timers come in the order in which they are due: each of these after one of
          // its.
          vertx.setTimer(
              LagTimer.EVERY_MILLIS,
              id -> vertx.setTimer(LagTimer.EVERY_MILLIS, next -> later.countDown()));
          blocked.countDown();
          await(goOn);
        });
    await(blocked);
    try {
      clock.addAndGet(LagTimer.EVERY_MILLIS + 4_000);
      assertThat(figure("fanfare_loop_lag_max_seconds")).isEqualTo(4);
      assertThat(figure("fanfare_loop_lag_seconds_count")).as("it stands still").isZero();
    } finally {
      goOn.countDown();
    }
    await(later);
    assertThat(figure("fanfare_loop_lag_seconds_count")).isGreaterThanOrEqualTo(2);
    assertThat(figure("fanfare_loop_lag_seconds_sum")).isEqualTo(4);
    assertThat(figure("fanfare_loop_lag_max_seconds")).isEqualTo(4);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
