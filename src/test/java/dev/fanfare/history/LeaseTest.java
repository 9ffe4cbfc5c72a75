package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Three nodes, a, b and c, of which two must be there; a lease is good for 5,000. */
class LeaseTest {
  private static final Set<String> ALL = Set.of("a", "b", "c");

  private final Lease a = new Lease("a", 2, 5_000);
  private final Lease b = new Lease("b", 2, 5_000);

  @Test
  void nobodyStoresBeforeItWasHeard() {
    assertThat(a.holds(0)).isFalse();
    a.hear(b.beat(0, ALL), ALL);
    assertThat(a.holds(0)).isFalse();
    talk(1_000);
    assertThat(a.holds(1_000)).isTrue();
  }

  @Test
  void leaseCountsFromWhatWasSaidNotFromWhenItWasConfirmed() {
    ClusterBeat said = a.beat(0, ALL);
    b.hear(said, ALL);
    a.hear(b.beat(4_000, ALL), ALL);
    assertThat(a.holds(4_999)).isTrue();
    assertThat(a.holds(5_000)).isFalse();
  }

  /** What lay in the socket of a node that slept says nothing of now. */
  @Test
  void oldWordsExtendNothing() {
    talk(0);
    ClusterBeat old = b.beat(1_000, ALL);
    a.beat(30_000, ALL);
    a.hear(old, ALL);
    assertThat(a.holds(30_000)).isFalse();
    talk(31_000);
    assertThat(a.holds(31_000)).isTrue();
  }

  @Test
  void whoHearsButIsNotHeardDoesNotStore() {
    talk(0);
    for (long now = 1_000; now <= 10_000; now += 1_000) {
      a.beat(now, ALL); // gets lost
      a.hear(b.beat(now, ALL), ALL);
    }
    assertThat(a.holds(5_000)).isFalse();
    assertThat(b.holds(5_000)).isFalse();
  }

  @Test
  void nodesThatAreNoMembersCountForNothing() {
    talk(0);
    a.beat(1_000, Set.of("a", "c"));
    assertThat(a.holds(1_000)).isFalse();
    a.hear(b.beat(1_000, ALL), Set.of("a", "c"));
    assertThat(a.holds(1_000)).isFalse();
  }

  @Test
  void fiveNodesNeedTwoOthers() {
    Set<String> five = Set.of("a", "b", "c", "d", "e");
    Lease of5 = new Lease("a", 3, 5_000);
    long first = of5.beat(0, five).number();
    of5.hear(new ClusterBeat("b", 1, Map.of("a", first)), five);
    assertThat(of5.holds(0)).isFalse();
    long second = of5.beat(2_000, five).number();
    of5.hear(new ClusterBeat("c", 1, Map.of("a", second)), five);
    assertThat(of5.holds(4_999)).isTrue();
    assertThat(of5.holds(5_000)).as("b last heard it at 0").isFalse();
  }

  @Test
  void newNodeIsNoticedOnce() {
    assertThat(a.hear(b.beat(0, ALL), ALL)).isTrue();
    assertThat(a.hear(b.beat(1, ALL), ALL)).isFalse();
    assertThat(a.hear(a.beat(1, ALL), ALL)).as("itself").isFalse();
    a.beat(2, Set.of("a", "c"));
    assertThat(a.hear(b.beat(3, ALL), ALL)).as("back again").isTrue();
  }

  /** Each says something and hears the other, twice. */
  private void talk(long now) {
    for (int i = 0; i < 2; i++) {
      b.hear(a.beat(now, ALL), ALL);
      a.hear(b.beat(now, ALL), ALL);
    }
  }
}
