package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of three nodes dies in the middle: nothing acknowledged is lost, nobody is told of a gap. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterKillIT {
  @TempDir Path directory;

  @Test
  void anyNode() throws Exception {
    try (Trial trial = Trial.of(new Nodes.Plan(directory).start())) {
      killed(trial, 1, "kill -9 of one of three nodes");
    }
  }

  @Test
  void theOneThatKeepsTheRoom() throws Exception {
    try (Trial trial = Trial.of(new Nodes.Plan(directory).start())) {
      int owner = trial.owner();
      killed(trial, owner, "kill -9 of the node that keeps the room");
      assertThat(trial.owner((owner + 1) % trial.nodes.count())).isNotEqualTo(owner);
    }
  }

  /** Its clients go to the next node, as a load balancer sends them. */
  private static void killed(Trial trial, int node, String what) throws Exception {
    trial.kill(node);
    trial.move(node, (node + 1) % trial.nodes.count());
    trial.goOnAWhile();
    assertThat(trial.end(what).gaps()).as("gaps, though everything is kept").isZero();
  }
}
