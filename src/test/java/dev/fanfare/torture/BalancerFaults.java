package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Balancer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Load balancers as one should not set them up, and many do. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BalancerFaults {
  private static final int LULLS = 5;
  private static final JsonObject AS_SHIPPED = new JsonObject();

  @TempDir Path directory;

  /** Sockets on which nothing is said for a moment: who comes back has missed nothing. */
  @Test
  void idleSocketsAreCut() throws Exception {
    Map<String, String> hasty = Map.of("timeout tunnel 1h ", "timeout tunnel 1s ");
    try (BalancedTrial trial =
        new BalancedTrial(directory, AS_SHIPPED, Balancer.Kind.HAPROXY, hasty)) {
      trial.begin();
      for (int i = 0; i < LULLS; i++) {
        trial.sayNothingUntilSocketsEnd();
        trial.goOnAWhile();
      }
      trial.end("HAProxy that cuts sockets on which nothing was said for 1 s");
      List<Worker> others = trial.everybody();
      others.removeAll(trial.sockets());
      for (Worker worker : others) {
        assertThat(worker.ends()).as(worker + trial.said()).isEmpty();
      }
      trial.nodes.assertQuiet();
    }
  }

  /** One that keeps answers until they are whole, unless it is told not to. */
  @Test
  void answersAreBuffered() throws Exception {
    try (BalancedTrial trial =
        new BalancedTrial(directory, AS_SHIPPED, Balancer.Kind.NGINX_THAT_BUFFERS, Map.of())) {
      trial.begin();
      for (int i = 0; i < LULLS; i++) {
        trial.goOnAWhile();
      }
      trial.end("nginx with proxy_buffering on");
      assertThat(trial.ends()).as("nothing failed").isEmpty();
      trial.nodes.assertQuiet();
    }
  }
}
