package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that do not reach each other: {@code mvn -Pfaults verify}, as root, with iproute2. The one
 * that is cut off is the one that keeps the room: only there something could be stored twice.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PartitionFaults {
  @TempDir Path directory;

  private Trial three(Network net) throws Exception {
    return Trial.of(new Nodes.Plan(directory).in(net).start());
  }

  @Test
  void oneNodeIsCutOff() throws Exception {
    try (Network net = Network.up(3);
        Trial trial = three(net)) {
      int owner = trial.owner();
      net.cutOff(owner);
      trial.awaitRefusal(owner);
      assertThat(trial.reads(owner)).isEqualTo(200);
      trial.goOnAWhile(); // the two others gave it up
      assertThat(trial.owner((owner + 1) % 3)).isNotEqualTo(owner);
      trial.awaitRefusal(owner);
      assertThat(trial.reads(owner)).isEqualTo(200);
      net.mend();
      long mended = System.nanoTime();
      trial.nodes.awaitMergers(1);
      double seconds = (System.nanoTime() - mended) / 1e9;
      trial.goOnAWhile();
      Report report = trial.end("partition 2 + 1, one again after %.1f s".formatted(seconds));
      assertThat(trial.endsOfTheSteady().keySet())
          .as("no session ends, at no node; a poll may be refused")
          .allMatch(who -> who.startsWith("poll"));
      assertThat(report.gaps()).as("all had the same").isZero();
    }
  }

  /** What they saw there is what the others have: they go on with their positions. */
  @Test
  void theClientsOfTheOneThatIsCutOffGoToAnother() throws Exception {
    try (Network net = Network.up(3);
        Trial trial = three(net)) {
      int owner = trial.owner();
      net.cutOff(owner);
      trial.awaitRefusal(owner);
      trial.goOnAWhile(); // the two others gave it up, and give its positions to their messages
      trial.kill(owner);
      trial.move(owner, (owner + 1) % 3);
      trial.goOnAWhile();
      Report report = trial.end("partition 2 + 1, and the one alone is killed");
      assertThat(report.gaps()).as("all had the same").isZero();
    }
  }

  @Test
  void allNodesAreCutOff() throws Exception {
    try (Network net = Network.up(3);
        Trial trial = three(net)) {
      int owner = trial.owner();
      net.cutOff(0);
      net.cutOff(1);
      for (int node = 0; node < 3; node++) {
        trial.awaitRefusal(node);
      }
      int before = trial.acks.count();
      assertThat(trial.reads(owner)).isEqualTo(200);
      for (int node = 0; node < 3; node++) {
        trial.awaitRefusal(node);
      }
      assertThat(trial.acks.count()).as("acknowledged without a majority").isEqualTo(before);
      net.mend();
      trial.nodes.awaitMergers(2);
      trial.goOnAWhile();
      trial.end("partition 1 + 1 + 1");
    }
  }

  /** It hears everybody, and nobody hears it. */
  @Test
  void oneNodeIsNotHeard() throws Exception {
    try (Network net = Network.up(3);
        Trial trial = three(net)) {
      int owner = trial.owner();
      net.cut(owner, (owner + 1) % 3);
      net.cut(owner, (owner + 2) % 3);
      trial.awaitRefusal(owner);
      net.mend();
      trial.goOnAWhile();
      trial.end("one-way: what one node sends is lost");
    }
  }

  /** The oldest, which leads, reaches both, and keeps both. */
  @Test
  void twoNodesAreCutFromEachOther() throws Exception {
    cutFromEachOther(1, 2, "the two younger");
  }

  /** The oldest gives up the one that it does not reach, whatever the third says. */
  @Test
  void theOldestIsCutFromOneOther() throws Exception {
    cutFromEachOther(0, 1, "the oldest and another");
  }

  private void cutFromEachOther(int one, int other, String who) throws Exception {
    try (Network net = Network.up(3);
        Trial trial = three(net)) {
      int owner = trial.owner();
      net.cut(one, other);
      net.cut(other, one);
      TimeUnit.SECONDS.sleep(25); // longer than Hazelcast's patience, with whatever it decides
      net.mend();
      trial.goOnAWhile();
      assertThat(trial.nodes.output().split("Promise already completed", -1).length - 1)
          .as("what Vert.x fails with for each message is not said each time")
          .isLessThan(10);
      trial.end(
          "%s of three nodes cut from each other, both with the third; node %d keeps the room"
              .formatted(who, owner));
    }
  }
}
