package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bound is 6,400 bytes for two loops: a step is 50, and 4,800 are too much. */
class BacklogTest {
  private final Backlogs node = new Backlogs(6_400);
  private final Backlog one = node.open();
  private final Backlog other = node.open();
  private int calls;
  private int callsOfOther;

  @BeforeEach
  void listen() {
    one.whenTooMuch(() -> calls++);
    other.whenTooMuch(() -> callsOfOther++);
  }

  @Test
  void aLoopMayUseWhatTheOthersDoNot() {
    one.change(4_799);
    assertThat(calls).isZero();
    one.change(50);
    assertThat(calls).isEqualTo(1);
    assertThat(callsOfOther).as("nothing waits there").isZero();
    assertThat(one.excess()).as("above a half").isEqualTo(1_649);
    assertThat(one.isFull()).isFalse();
    one.change(1_552);
    assertThat(one.isFull()).isTrue();
    assertThat(node.bytes()).isEqualTo(6_401);
  }

  @Test
  void whoHasMuchIsCalledWhenOthersGrow() {
    one.change(4_500);
    assertThat(calls).isZero();
    for (int i = 0; i < 500; i++) {
      other.change(1);
    }
    assertThat(calls).isEqualTo(1);
    assertThat(callsOfOther).isEqualTo(1);
    assertThat(one.excess()).as("nine tenths of 1,800").isEqualTo(1_620);
    assertThat(other.excess()).isEqualTo(180);
  }

  @Test
  void isCalledOnceUntilItAnswersAndThenOnlyWhenMoreWaits() {
    one.change(4_800);
    one.change(500);
    assertThat(calls).isEqualTo(1);
    one.answered();
    one.change(49);
    one.change(-98);
    one.change(98);
    assertThat(calls).isEqualTo(1);
    one.change(1);
    assertThat(calls).as("a step").isEqualTo(2);
    one.answered();
    one.change(-4_000);
    one.change(3_400);
    assertThat(calls).isEqualTo(2);
    one.change(50);
    assertThat(calls).as("after it was well").isEqualTo(3);
  }

  @Test
  void whatDoesNotFitIsRefusedAndCallsForRelief() {
    other.change(3_000);
    assertThat(one.takes(3_400)).isTrue();
    assertThat(one.takes(3_401)).isFalse();
    assertThat(callsOfOther).isEqualTo(1);
    assertThat(calls).isZero();
  }

  @Test
  void withoutABoundNothingIsTooMuch() {
    Backlog free = new Backlogs(0).open();
    free.whenTooMuch(() -> calls++);
    free.change(Long.MAX_VALUE / 2);
    assertThat(calls).isZero();
    assertThat(free.isFull()).isFalse();
    assertThat(free.takes(1_000)).isTrue();
  }
}
