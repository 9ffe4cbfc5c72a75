package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Of a node that begins at 0. Time is in milliseconds. */
class LapseTest {
  private final Lapse lapse = new Lapse(0);

  private void look(boolean fine, long from, long to) {
    for (long now = from; now <= to; now += 1_000) {
      lapse.look(fine, now);
    }
  }

  @Test
  void endsWithTheFirstWordThatWasHeard() {
    look(false, 0, Peers.PATIENCE - 1_000);
    assertThat(lapse.isLong()).isFalse();
    look(false, Peers.PATIENCE, Peers.PATIENCE + 1_000);
    assertThat(lapse.isLong()).isTrue();
    look(true, Peers.PATIENCE + 2_000, Peers.PATIENCE + 2_000);
    assertThat(lapse.isLong()).isFalse();
  }

  @Test
  void countsAnewFromTheLastWord() {
    look(false, 0, 20_000);
    look(true, 21_000, 21_000);
    look(false, 22_000, 20_000 + Peers.PATIENCE);
    assertThat(lapse.isLong()).isFalse();
    look(false, 21_000 + Peers.PATIENCE, 21_000 + Peers.PATIENCE);
    assertThat(lapse.isLong()).isTrue();
  }

  @Test
  void whoStoodStillGetsTimeToBeHeard() {
    look(false, 0, 1_000);
    look(false, 100_000, 100_000);
    assertThat(lapse.isLong()).isFalse();
    look(false, 101_000, 100_000 + Peers.PATIENCE);
    assertThat(lapse.isLong()).isTrue();
  }
}
