package dev.fanfare.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How late a loop's timers come, by a clock that the test holds. */
class LagTest {
  private final AtomicLong clock = new AtomicLong(-5_000);
  private final Lag lag = new Lag("loop", clock::get);

  /** The loop's next timer comes so late. */
  private void late(long millis) {
    lag.expect(250);
    clock.addAndGet(250 + millis);
    lag.came();
  }

  @Test
  void nothingIsLateBeforeItIsDue() {
    assertThat(lag.largest()).isZero();
    lag.expect(250);
    clock.addAndGet(250);
    assertThat(lag.largest()).isZero();
  }

  @Test
  void theLargestStaysAndAllAddUp() {
    late(3);
    late(700);
    late(0);
    assertThat(lag.largest()).isEqualTo(700);
    assertThat(lag.sum()).isEqualTo(703);
    assertThat(lag.count()).isEqualTo(3);
  }

  @Test
  void aTimerThatIsEarlyIsNotLate() {
    late(-1);
    assertThat(lag.largest()).isZero();
    assertThat(lag.sum()).isZero();
  }

  @Test
  void whoAsksWhileTheLoopStandsStillSeesIt() {
    lag.expect(250);
    clock.addAndGet(250 + 4_000);
    assertThat(lag.largest()).isEqualTo(4_000);
    assertThat(lag.count()).as("it did not come yet").isZero();
    clock.addAndGet(1_000);
    lag.came();
    assertThat(lag.largest()).isEqualTo(5_000);
  }

  @Test
  void theLargestIsSeenForAMinuteAtLeastAndForTwoAtMost() {
    clock.addAndGet(Lag.SPAN_MILLIS - 1_000);
    late(700);
    clock.addAndGet(Lag.SPAN_MILLIS);
    assertThat(lag.largest()).isEqualTo(700);
    late(5);
    clock.addAndGet(Lag.SPAN_MILLIS);
    assertThat(lag.largest()).isEqualTo(5);
    clock.addAndGet(2 * Lag.SPAN_MILLIS);
    assertThat(lag.largest()).isZero();
    assertThat(lag.sum()).as("this one only grows").isEqualTo(705);
  }

  @Test
  void aPauseLongerThanTheSpanIsSeenAfterIt() {
    late(3 * Lag.SPAN_MILLIS);
    assertThat(lag.largest()).isEqualTo(3 * Lag.SPAN_MILLIS);
  }
}
