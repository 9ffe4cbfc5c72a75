package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes behind HAProxy are restarted one after the other while people talk: nothing is lost,
 * nothing comes twice, nobody is told of a gap, no request fails, and nobody has to come back more
 * than twice.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RollingRestartFaults {
  private static final String SENT_AWAY = "The server closed: 1012 draining";
  private static final String STREAM_ENDED = "The stream ended";

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
        assertThat(trial.nodes.server(i).terminate()).as(trial.said()).isEqualTo(143);
        trial.nodes.server(i).start();
      }
      trial.goOnAWhile();
      trial.end("rolling restart behind HAProxy");
      assertEveryEndWasOrderly(trial);
      trial.nodes.assertQuiet();
    }
  }

  private static void assertEveryEndWasOrderly(BalancedTrial trial) {
    int ends = 0;
    for (Worker worker : trial.everybody()) {
      if (worker instanceof PollSubscriber || worker instanceof PostPublisher) {
        assertThat(worker.ends()).as(worker + trial.said()).isEmpty();
      } else {
        String orderly = worker instanceof StreamSubscriber ? STREAM_ENDED : SENT_AWAY;
        assertThat(worker.ends())
            .as(worker + trial.said())
            .containsOnly(orderly)
            .hasSizeLessThan(3);
        ends += worker.ends().size();
      }
    }
    assertThat(ends).as("everybody was sent away").isGreaterThanOrEqualTo(18);
  }
}
