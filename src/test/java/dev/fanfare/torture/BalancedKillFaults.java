package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of three nodes behind HAProxy the one that keeps the room dies while people talk, and comes back
 * later: nothing acknowledged is lost, nothing comes twice, nobody is told of a gap, and only those
 * notice who were at that node.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BalancedKillFaults {
  /** Five that it may take until all is as before, and five for a busy machine. */
  private static final long LONGEST_STALL_MILLIS = 10_000;

  /** HAProxy gives as many to each of three nodes. */
  private static final int SESSIONS_OF_A_NODE = BalancedTrial.SESSIONS / 3;

  @TempDir Path directory;

  @Test
  void losesNothingAndCutsOffNobodyElse() throws Exception {
    try (BalancedTrial trial = new BalancedTrial(directory, new JsonObject())) {
      trial.begin();
      Server keeper = trial.nodes.server(trial.keeper());
      keeper.kill();
      trial.goOnAWhile();
      keeper.start();
      trial.nodes.forgive();
      Map<String, List<String>> ends = trial.ends();
      trial.goOnAWhile();
      trial.end("kill -9 of the node that keeps the room, behind HAProxy");
      assertThat(trial.acks.longestStallMillis()).isLessThan(LONGEST_STALL_MILLIS);
      assertOnlyItsClientsWereCutOff(trial);
      assertThat(trial.ends()).as("nothing failed when it was there again").isEqualTo(ends);
      trial.nodes.assertQuiet(); // nobody tries to reach the dead one any more
    }
  }

  /**
   * And each of them once: it was sent to a node that lives, and stays there. A request that was
   * under way may have failed.
   */
  private static void assertOnlyItsClientsWereCutOff(BalancedTrial trial) {
    int sessions = 0;
    for (Worker worker : trial.everybody()) {
      if (!(worker instanceof PollSubscriber || worker instanceof PostPublisher)) {
        assertThat(worker.ends()).as(worker + trial.said()).hasSizeLessThan(2);
        sessions += worker.ends().size();
      }
    }
    assertThat(sessions).as("those of the dead node" + trial.said()).isEqualTo(SESSIONS_OF_A_NODE);
  }
}
