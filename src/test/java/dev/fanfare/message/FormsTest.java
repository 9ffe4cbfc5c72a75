package dev.fanfare.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormsTest {
  private static final Forms NOW = new Forms(1, 1, 1);
  private static final Forms NEXT = new Forms(1, 2, 1);
  private static final Forms AFTER_NEXT = new Forms(1, 2, 2);
  private static final Forms LAST = new Forms(2, 2, 2);

  @Test
  void neighboursInTimeUnderstandEachOther() {
    assertThat(NOW.goesWith(NOW)).isTrue();
    assertThat(NOW.goesWith(NEXT)).isTrue();
    assertThat(NEXT.goesWith(AFTER_NEXT)).isTrue();
    assertThat(AFTER_NEXT.goesWith(LAST)).isTrue();
  }

  @Test
  void whoLeavesOneOutDoesNot() {
    assertThat(NOW.goesWith(AFTER_NEXT)).isFalse();
    assertThat(AFTER_NEXT.goesWith(NOW)).isFalse();
    assertThat(NEXT.goesWith(LAST)).isFalse();
  }

  @Test
  void oursReadsWhatItWrites() {
    assertThat(Forms.OURS.goesWith(Forms.OURS)).isTrue();
  }

  @Test
  void travelsAsText() {
    assertThat(Forms.parse(AFTER_NEXT.toString())).isEqualTo(AFTER_NEXT);
    for (String odd : new String[] {"", "1", "1-2", "1-2/", "a-b/c", "1-2/3000000000", "-1-2/1"}) {
      assertThat(Forms.parse(odd)).as(odd).isNull();
    }
  }
}
