package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.NextBuild;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes behind HAProxy are restarted one after the other while people talk, as they are or as
 * another release: nothing is lost, nothing comes twice, nobody is told of a gap, no request fails,
 * and nobody has to come back more than twice each time.
 */
@Timeout(value = 9, unit = TimeUnit.MINUTES)
class RollingRestartFaults {
  /** As long as HAProxy needs to see that a node stops, and some. */
  private static final JsonObject CONF =
      new JsonObject().put("drain", new JsonObject().put("notice", "3s").put("spread", "1s"));

  @TempDir Path directory;

  @Test
  void losesNothingAndDisturbsNobodyMoreThanTwice() throws Exception {
    try (BalancedTrial trial = new BalancedTrial(directory, CONF)) {
      trial.begin();
      for (int i = 0; i < trial.nodes.count(); i++) {
        trial.goOnAWhile();
        stop(trial, i).start();
      }
      trial.goOnAWhile();
      trial.end("rolling restart behind HAProxy");
      trial.assertSentAwayInOrder(2);
      trial.nodes.assertQuiet();
    }
  }

  /** The second one writes what the nodes of the first only read. */
  @Test
  void nothingIsLostBetweenReleases() throws Exception {
    Path readsMore = NextBuild.thatReadsMore(directory.resolve("next"));
    Path writesMore = NextBuild.thatWritesMore(directory.resolve("after"));
    try (BalancedTrial trial = new BalancedTrial(directory, CONF)) {
      trial.begin();
      for (Path release : List.of(readsMore, writesMore)) {
        for (int i = 0; i < trial.nodes.count(); i++) {
          trial.goOnAWhile();
          stop(trial, i).with(release).start();
        }
      }
      trial.goOnAWhile();
      trial.end("two new releases, each node by node, behind HAProxy");
      trial.assertSentAwayInOrder(4); // twice for each release
      trial.nodes.assertQuiet();
    }
  }

  private static Server stop(BalancedTrial trial, int node) throws InterruptedException {
    Server server = trial.nodes.server(node);
    assertThat(server.terminate()).as(trial.said()).isEqualTo(143);
    return server;
  }
}
