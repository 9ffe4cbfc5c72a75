package dev.fanfare.presence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgendaTest {
  private final Agenda<String> agenda = new Agenda<>();

  @Test
  void isTakenInOrderOfTime() {
    agenda.set("c", 30);
    agenda.set("a", 10);
    agenda.set("b", 20);
    assertThat(agenda.next()).isEqualTo(10);
    assertThat(agenda.take(9)).isEmpty();
    assertThat(agenda.take(20)).containsExactly("a", "b");
    assertThat(agenda.next()).isEqualTo(30);
    assertThat(agenda.take(99)).containsExactly("c");
    assertThat(agenda.next()).isEqualTo(Agenda.NEVER);
  }

  @Test
  void hasOneTimeForEach() {
    agenda.set("a", 10);
    agenda.set("b", 10);
    agenda.set("a", 40);
    agenda.set("a", 20);
    assertThat(agenda.take(99)).containsExactly("b", "a");
    assertThat(agenda.take(99)).isEmpty();
  }

  @Test
  void neverTakesOff() {
    agenda.set("a", 10);
    agenda.set("a", Agenda.NEVER);
    agenda.set("b", Agenda.NEVER);
    assertThat(agenda.take(Agenda.NEVER)).isEmpty();
  }
}
