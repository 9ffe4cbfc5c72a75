package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InsistenceTest {
  private final Insistence insistence = new Insistence(0);

  @Test
  void whoIsNotAnsweredForFiveSecondsListensAnewAndAgainEveryThirty() {
    assertThat(insistence.isDue(true, 4_999)).isFalse();
    assertThat(insistence.isDue(true, 5_000)).isTrue();
    assertThat(insistence.isDue(true, 5_200)).isFalse();
    assertThat(insistence.isDue(true, 35_000)).isTrue();
  }

  @Test
  void whoeverComesLaterGetsTheSameTime() {
    assertThat(insistence.isDue(false, 100_000)).isFalse();
    assertThat(insistence.isDue(true, 101_000)).isFalse();
    assertThat(insistence.isDue(true, 104_999)).isFalse();
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
