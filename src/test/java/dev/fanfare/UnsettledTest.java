package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnsettledTest {
  private final Unsettled unsettled = new Unsettled();

  @Test
  void whatLastsIsSaidOnceEachTime() {
    assertThat(unsettled.isNews(true, 0)).isFalse();
    assertThat(unsettled.isNews(false, 1_000)).isFalse();
    assertThat(unsettled.isNews(false, 30_999)).isFalse();
    assertThat(unsettled.isNews(false, 31_000)).isTrue();
    assertThat(unsettled.isNews(false, 32_000)).isFalse();
    assertThat(unsettled.isNews(false, 61_000)).isFalse();
    assertThat(unsettled.isNews(true, 62_000)).isFalse();
    assertThat(unsettled.isNews(false, 63_000)).isFalse();
    assertThat(unsettled.isNews(false, 93_000)).isTrue();
  }

  @Test
  void whatIsOverIsNotSaid() {
    unsettled.isNews(false, 1_000);
    unsettled.isNews(true, 20_000);
    assertThat(unsettled.isNews(false, 40_000)).isFalse();
    assertThat(unsettled.isNews(false, 69_999)).isFalse();
    assertThat(unsettled.isNews(false, 70_000)).isTrue();
  }
}
