package dev.fanfare.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.RoomName;
import dev.fanfare.message.Roster;
import dev.fanfare.message.Roster.Change;
import dev.fanfare.message.User;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final RoomName LOBBY = RoomName.of("lobby");

  private final List<String> log = new ArrayList<>();
  private final Neighbours neighbours =
      new Neighbours(
          "self",
          new Neighbour.Copies() {
            @Override
            public void place(Place place, Change.Here here, long now) {
              log.add("+" + place.session());
            }

            @Override
            public void remove(Place place, boolean byWish, long now) {
              log.add((byWish ? "-" : "?") + place.session() + " " + now);
            }
          },
          0);

  @Test
  void aNodeNotHeardOfIsAskedOnceInAWhile() {
    assertThat(neighbours.hear(new Roster.Beat("n", 7), 0)).isTrue();
    assertThat(neighbours.hear(new Roster.Beat("n", 7), 1_000)).isFalse();
    assertThat(neighbours.hear(changes(8, here("1")), 1_500)).isFalse();
    assertThat(neighbours.hear(new Roster.Beat("n", 8), 2_000)).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  void whoIsKnownWholeAndSpokeLatelyCounts() {
    neighbours.hear(new Roster.Beat("n", 7), 0);
    assertThat(neighbours.known(0)).isZero();
    neighbours.hear(state(7), 1_000);
    assertThat(neighbours.known(1_000)).isEqualTo(1);
    assertThat(neighbours.known(1_000 + Neighbours.SILENCE)).isZero();
    neighbours.hear(new Roster.Beat("n", 7), 6_500);
    assertThat(neighbours.known(6_500)).isEqualTo(1);
    neighbours.hear(new Roster.Beat("n", 9), 7_000);
    assertThat(neighbours.known(7_000)).isZero();
  }

  @Test
  void changesFollowTheStateByTheirNumbers() {
    assertThat(neighbours.hear(state(3, here("1"), here("2")), 0)).isFalse();
    neighbours.hear(changes(3, here("old")), 1);
    neighbours.hear(changes(4, left("1"), here("3")), 2);
    assertThat(neighbours.hear(new Roster.Beat("n", 4), 3)).isFalse();
    assertThat(log).containsExactly("+n/1", "+n/2", "-n/1 2", "+n/3");
  }

  @Test
  void afterAHoleTheWholeIsAskedForAndWhatItLacksIsLost() {
    neighbours.hear(state(3, here("1"), here("2")), 0);
    assertThat(neighbours.hear(changes(5, here("4")), 2_500)).isTrue();
    neighbours.hear(changes(6, here("5")), 2_501);
    log.clear();
    neighbours.hear(state(6, here("2"), here("4"), here("5")), 2_600);
    neighbours.hear(changes(7, left("5")), 2_700);
    assertThat(log).containsExactly("+n/2", "+n/4", "+n/5", "?n/1 2600", "-n/5 2700");
  }

  @Test
  void aLostTailShowsWithTheNextBeat() {
    neighbours.hear(state(3), 0);
    assertThat(neighbours.hear(new Roster.Beat("n", 4), 5_000)).isTrue();
  }

  @Test
  void aStateWithAMissingPartIsNone() {
    neighbours.hear(new Roster.State("n", 3, 0, false, List.of(here("1"))), 0);
    neighbours.hear(new Roster.State("n", 3, 2, true, List.of(here("3"))), 1);
    assertThat(neighbours.hear(new Roster.Beat("n", 3), 2_001)).isTrue();
    assertThat(log).containsExactly("+n/1");
  }

  @Test
  void whoIsSilentIsLostSinceTheLastWord() {
    neighbours.hear(state(0, here("1")), 0);
    for (long now = 1_000; now < 5_000; now += 1_000) neighbours.look(now);
    assertThat(log).containsExactly("+n/1");
    neighbours.look(5_000);
    assertThat(neighbours.letGo(9)).isFalse();
    assertThat(log).containsExactly("+n/1", "?n/1 0");
    assertThat(neighbours.hear(new Roster.Beat("n", 0), 6_000)).as("heard again").isTrue();
  }

  @Test
  void whoStoodStillItselfListensFirst() {
    neighbours.hear(state(0, here("1")), 0);
    neighbours.look(60_000);
    neighbours.look(61_000);
    neighbours.hear(new Roster.Beat("n", 0), 61_500);
    neighbours.look(66_000);
    neighbours.letGo(9);
    assertThat(log).containsExactly("+n/1");
  }

  @Test
  void whoStopsIsLostAtOnce() {
    neighbours.hear(state(0, here("1")), 0);
    neighbours.hear(new Roster.Gone("n"), 700);
    neighbours.letGo(9);
    assertThat(log).containsExactly("+n/1", "?n/1 700");
  }

  @Test
  void whoseSessionsAreLostGoSomeAtATime() {
    neighbours.hear(state("n", 0, here("1"), here("2"), here("3")), 0);
    neighbours.hear(state("m", 0, here("1")), 0);
    neighbours.hear(new Roster.Gone("n"), 700);
    neighbours.hear(new Roster.Gone("m"), 800);
    log.clear();
    assertThat(neighbours.letGo(2)).isTrue();
    assertThat(log).hasSize(2).allMatch(line -> line.matches("\\?n/[123] 700"));
    assertThat(neighbours.letGo(2)).isFalse();
    assertThat(log).hasSize(4).contains("?n/1 700", "?n/2 700", "?n/3 700", "?m/1 800");
    assertThat(neighbours.letGo(2)).isFalse();
    assertThat(log).hasSize(4);
  }

  @Test
  void whoIsBackBeforeAllAreLetGoKeepsTheRest() {
    neighbours.hear(state("n", 4, here("1"), here("2")), 0);
    neighbours.hear(new Roster.Gone("n"), 700);
    neighbours.letGo(1);
    log.clear();
    assertThat(neighbours.hear(new Roster.Beat("n", 4), 5_000)).as("is asked").isTrue();
    assertThat(neighbours.letGo(9)).isFalse();
    assertThat(log).isEmpty();
    neighbours.hear(state("n", 4, here("1")), 5_100);
    neighbours.letGo(9);
    assertThat(log).contains("+n/1").allMatch(line -> line.matches("\\+n/1|\\?n/2 5100"));
  }

  @Test
  void aNodeIsToldEverythingAtMostOnceASecond() {
    assertThat(neighbours.mayAsk(new Roster.Ask("n", ""), 0)).isTrue();
    assertThat(neighbours.mayAsk(new Roster.Ask("n", "self"), 999)).isFalse();
    assertThat(neighbours.mayAsk(new Roster.Ask("n", "other"), 1_000)).isFalse();
    assertThat(neighbours.mayAsk(new Roster.Ask("n", "self"), 1_000)).isTrue();
    assertThat(neighbours.mayAsk(new Roster.Ask("self", ""), 9_000)).isFalse();
  }

  @Test
  void ownWordsThatComeBackAreNoNeighbours() {
    assertThat(neighbours.hear(new Roster.Beat("self", 5), 0)).isFalse();
    neighbours.hear(new Roster.State("self", 5, 0, true, List.of(here("1"))), 0);
    assertThat(log).isEmpty();
  }

  private static Roster.Changes changes(long number, Change... changes) {
    return new Roster.Changes("n", number, List.of(changes));
  }

  private static Roster.State state(long number, Change.Here... here) {
    return state("n", number, here);
  }

  private static Roster.State state(String node, long number, Change.Here... here) {
    return new Roster.State(node, number, 0, true, List.of(here));
  }

  private static Change.Here here(String session) {
    return new Change.Here(LOBBY, session, new User("u" + session, "Name" + session), 0);
  }

  private static Change left(String session) {
    return new Change.Left(LOBBY, session, true);
  }
}
