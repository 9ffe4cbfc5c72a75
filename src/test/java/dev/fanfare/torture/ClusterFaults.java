package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that freeze, die or have little memory: {@code mvn -Pfaults verify}. It takes minutes:
 * Hazelcast gives a silent node up after ten seconds, and looks for lost ones every ten.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterFaults {
  private static final int BLOCKED_SECONDS = 8;

  /** Timers are due four times a second. */
  private static final double MOST_OF_IT = BLOCKED_SECONDS - 0.5;

  @TempDir Path directory;

  private Nodes.Plan three() {
    return new Nodes.Plan(directory);
  }

  /** Shorter than it takes the others to give it up: all that needs it waits. */
  @Test
  void shortFreeze() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      int owner = trial.owner();
      freeze(trial, owner, 5);
      assertThat(trial.nodes.output()).as("all stay members").doesNotContain("A node is gone");
      assertThat(trial.longestLoopLag(owner)).as("it tells its lag").isGreaterThan(4.5);
      trial.end("SIGSTOP of the node that keeps the room for 5 s");
    }
  }

  @Test
  void longFreeze() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      longFreeze(trial, trial.owner(), "SIGSTOP of the node that keeps the room for 20 s");
    }
  }

  /** The oldest node is the one that leads the cluster. */
  @Test
  void longFreezeOfTheOldest() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      longFreeze(trial, 0, "SIGSTOP of the oldest node for 20 s");
    }
  }

  /** So long that the others give it up and go on. */
  private static void longFreeze(Trial trial, int node, String what) throws Exception {
    long before = mostMemoryOfOthers(trial, node);
    freeze(trial, node, 20);
    long more = mostMemoryOfOthers(trial, node) - before;
    trial.nodes.awaitMergers(1);
    trial.goOnAWhile();
    trial.end(what + "; the others took at most %d MB more together".formatted(more));
  }

  /**
   * The most real memory that they had, in megabytes: what is for a node that reads nothing, too.
   */
  private static long mostMemoryOfOthers(Trial trial, int node) throws IOException {
    long most = 0;
    for (int other = 0; other < trial.nodes.count(); other++) {
      most += other == node ? 0 : trial.nodes.server(other).mostMemory();
    }
    return most >> 20;
  }

  /** Each may hold rooms whose copy the other holds; all they held together is lost. */
  @Test
  void twoNodesKilledAtOnce() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      Rooms rooms = Rooms.written(trial.nodes);
      trial.kill(1, 2);
      trial.awaitRefusal(0);
      trial.restart(1, 2);
      trial.goOnAWhile();
      int lost = rooms.check(trial.nodes);
      trial.end(
          "kill -9 of two of three at once, then restart; %d of %d rooms lost"
              .formatted(lost, rooms.count()));
    }
  }

  /**
   * For a while it has the room for itself: what it acknowledges then without a copy is lost when
   * it dies.
   */
  @Test
  void theKeeperDiesWhileTheOthersAreFrozen() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      int owner = trial.owner();
      int one = (owner + 1) % 3;
      int other = (owner + 2) % 3;
      trial.nodes.server(one).freeze();
      trial.nodes.server(other).freeze();
      TimeUnit.SECONDS.sleep(3); // less than it takes to lose the lease
      trial.kill(owner);
      trial.nodes.server(one).thaw();
      trial.nodes.server(other).thaw();
      trial.move(owner, one);
      trial.goOnAWhile();
      trial.end("kill -9 of the node that keeps the room after the others froze for 3 s");
    }
  }

  /**
   * Longer than its right to store lasts, while Hazelcast, whose threads are others, takes it for
   * alive, and stores in it what others say.
   */
  @Test
  void blockedLoops() throws Exception {
    try (Trial trial = Trial.of(three().jvm("-Xmx640m", Loops.OPTION).start())) {
      int owner = trial.owner();
      try (Loops loops = Loops.of(trial.nodes.server(owner))) {
        assertThat(loops.count()).isPositive();
        loops.stop();
        TimeUnit.SECONDS.sleep(BLOCKED_SECONDS);
        loops.goOn();
      }
      trial.goOnAWhile();
      assertThat(trial.nodes.server(owner).output())
          .as("it knew that it had lost its right to store")
          .contains("No majority of nodes: nothing is stored");
      assertThat(trial.longestLoopLag(owner)).as("it tells its lag").isGreaterThan(MOST_OF_IT);
      trial.end("all event loops of the node that keeps the room blocked for 8 s");
    }
  }

  /** More than its heap likes: it collects garbage all the time. */
  @Test
  void littleMemory() throws Exception {
    try (Trial trial =
        Trial.of(three().keeping(2_000, "4MiB").jvm("-Xmx96m", "-XX:+UseSerialGC").start())) {
      for (int i = 0; i < 20; i++) {
        trial.goOnAWhile();
      }
      trial.end(
          "heap of 96 MB under load; loops late by at most %.2f, %.2f, %.2f s"
              .formatted(
                  trial.longestLoopLag(0), trial.longestLoopLag(1), trial.longestLoopLag(2)));
    }
  }

  /** The fault itself takes this time: there is nothing to wait for. */
  private static void freeze(Trial trial, int node, int seconds) throws Exception {
    trial.nodes.server(node).freeze();
    TimeUnit.SECONDS.sleep(seconds);
    trial.nodes.server(node).thaw();
    trial.goOnAWhile();
  }
}
