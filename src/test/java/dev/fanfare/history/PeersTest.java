package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the node a knows of b and c. Time is in milliseconds. */
class PeersTest {
  private static final Set<String> ALL = Set.of("a", "b", "c");

  private final Peers peers = new Peers("a", 0);
  private long number;

  /** A sign of life that says of whom it heard. */
  private void hear(String node, long now, String... whom) {
    Map<String, Long> heard = new HashMap<>();
    for (String other : whom) {
      heard.put(other, ++number);
    }
    peers.hear(new ClusterBeat(node, ++number, heard), now);
  }

  private void look(long from, long to) {
    for (long now = from; now <= to; now += 1_000) {
      peers.look(ALL, now);
    }
  }

  @Test
  void aloneThereIsNobodyToWaitFor() {
    peers.look(Set.of("a"), 0);
    assertThat(peers.unanswered(0)).isEmpty();
    assertThat(peers.unheard(100_000)).isEmpty();
  }

  @Test
  void whoSpeaksHasNotAnsweredYet() {
    look(0, 0);
    hear("b", 0, "c");
    hear("c", 0, "a", "b");
    assertThat(peers.unanswered(0)).containsExactly("b");
    hear("b", 1_000, "a", "c");
    assertThat(peers.unanswered(1_000)).isEmpty();
  }

  @Test
  void whoSpokeLatelyIsHeard() {
    look(0, 0);
    assertThat(peers.heard(0)).isZero();
    hear("b", 1_000, "c");
    hear("c", 2_000, "b");
    assertThat(peers.heard(2_000)).isEqualTo(2);
    assertThat(peers.heard(1_000 + Peers.LATELY)).isEqualTo(1);
    assertThat(peers.heard(2_000 + Peers.LATELY)).isZero();
  }

  @Test
  void whoHearsNobodyIsNotWaitedForIfOthersAnswer() {
    look(0, 0);
    hear("b", 0);
    assertThat(peers.unanswered(Peers.DEAF_AFTER)).containsExactly("b", "c");
    hear("c", 0, "a");
    assertThat(peers.unanswered(Peers.DEAF_AFTER - 1)).containsExactly("b");
    assertThat(peers.unanswered(Peers.DEAF_AFTER)).isEmpty();
  }

  @Test
  void whoLeftIsNotWaitedFor() {
    look(0, 0);
    hear("b", 0, "a");
    assertThat(peers.unanswered(0)).containsExactly("c");
    peers.look(Set.of("a", "b"), 1_000);
    assertThat(peers.unanswered(1_000)).isEmpty();
  }

  @Test
  void whoIsHeardByOthersIsMissed() {
    look(0, 0);
    hear("b", 0, "a", "c");
    hear("c", 0, "a", "b");
    for (long now = 1_000; now <= Peers.PATIENCE; now += 1_000) {
      look(now, now);
      hear("b", now, "a", "c");
    }
    assertThat(peers.unheard(Peers.PATIENCE - 1)).isEmpty();
    assertThat(peers.unheard(Peers.PATIENCE)).containsExactly("c");
    hear("c", Peers.PATIENCE, "a", "b");
    assertThat(peers.unheard(Peers.PATIENCE)).isEmpty();
  }

  /** It may stand still, with its Hazelcast alive: no reason for all others to go. */
  @Test
  void whoIsHeardByNobodyIsNotMissed() {
    look(0, 0);
    hear("b", 0, "a", "c");
    hear("c", 0, "a", "b");
    for (long now = 1_000; now <= 2 * Peers.PATIENCE; now += 1_000) {
      look(now, now);
      hear("b", now, "a");
    }
    assertThat(peers.unheard(2 * Peers.PATIENCE)).isEmpty();
    assertThat(peers.silent(2 * Peers.PATIENCE)).containsExactly("c");
  }

  @Test
  void whoHearsNobodyAnyMoreMissesAll() {
    look(0, 0);
    hear("b", 0, "a");
    hear("c", 0, "a");
    look(1_000, Peers.PATIENCE);
    assertThat(peers.unheard(Peers.PATIENCE)).containsExactly("b", "c");
  }

  @Test
  void whoWasNeverHeardIsNotMissed() {
    look(0, 0);
    hear("b", 0, "a", "c");
    for (long now = 1_000; now <= 2 * Peers.PATIENCE; now += 1_000) {
      look(now, now);
      hear("b", now, "a", "c");
    }
    assertThat(peers.unheard(2 * Peers.PATIENCE)).isEmpty();
    assertThat(peers.unanswered(2 * Peers.PATIENCE)).containsExactly("c");
  }

  @Test
  void whoStoodStillBeginsToListenAnew() {
    look(0, 0);
    hear("b", 0, "a");
    hear("c", 0, "a");
    look(60_000, 60_000);
    assertThat(peers.unheard(60_000)).isEmpty();
    look(61_000, 60_000 + Peers.PATIENCE);
    assertThat(peers.unheard(60_000 + Peers.PATIENCE)).containsExactly("b", "c");
  }
}
