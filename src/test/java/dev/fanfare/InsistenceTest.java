package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InsistenceTest {
  private final Insistence insistence = new Insistence(Insistence.FIRST, 0);

  /** Asks every second in between. */
  private boolean lasts(long from, long to) {
    boolean due = false;
    for (long now = from; now <= to; now += 1_000) {
      due |= insistence.isDue(true, now);
    }
    return due;
  }

  @Test
  void whoIsNotAnsweredForFiveSecondsListensAnewAndAgainEveryThirty() {
    assertThat(lasts(1_000, 4_000)).isFalse();
    assertThat(insistence.isDue(true, 5_000)).isTrue();
    assertThat(lasts(5_200, 34_200)).isFalse();
    assertThat(insistence.isDue(true, 35_000)).isTrue();
  }

  @Test
  void whatNobodyLookedAtMayNotHaveLasted() {
    assertThat(lasts(1_000, 2_000)).isFalse();
    assertThat(insistence.isDue(true, 9_000)).isFalse();
    assertThat(lasts(10_000, 13_000)).isFalse();
    assertThat(insistence.isDue(true, 14_000)).isTrue();
  }

  @Test
  void whoeverComesLaterGetsTheSameTime() {
    assertThat(insistence.isDue(false, 100_000)).isFalse();
    assertThat(lasts(101_000, 104_000)).isFalse();
    assertThat(insistence.isDue(true, 105_000)).isTrue();
  }

  @Test
  void whoIsAnsweredInTimeIsLeftAlone() {
    for (int second = 0; second < 100; second += 3) {
      assertThat(insistence.isDue(true, second * 1_000)).isFalse();
      assertThat(insistence.isDue(false, (second + 2) * 1_000)).isFalse();
    }
  }
}
