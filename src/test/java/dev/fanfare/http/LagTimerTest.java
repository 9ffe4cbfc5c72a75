package dev.fanfare.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Figures;
import dev.fanfare.message.Clocks;
import dev.fanfare.metrics.Meters;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** With a real loop: who asks sees that it is blocked, and afterwards that it was. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LagTimerTest {
  private static final double LATE = 0.5;

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
    while (figure("fanfare_loop_lag_max_seconds") < LATE) {
      Thread.onSpinWait();
    }
    assertThat(figure("fanfare_loop_lag_seconds_count")).as("it stands still").isZero();
    goOn.countDown();
    while (figure("fanfare_loop_lag_seconds_count") < 2) {
      Thread.onSpinWait(); // the first came late, and the next one comes
    }
    assertThat(figure("fanfare_loop_lag_seconds_sum")).isGreaterThanOrEqualTo(LATE);
    assertThat(figure("fanfare_loop_lag_max_seconds")).isGreaterThanOrEqualTo(LATE);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
