package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.Figures;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that stood still shows it afterwards. */
class PauseIT {
  private static final Duration UNANSWERED = Duration.ofSeconds(2);

  /** The timers by which a loop knows how late it is come four times a second. */
  private static final double BETWEEN_TIMERS = 0.26;

  @TempDir Path directory;

  @Test
  void aProcessThatWasStoppedShowsHowLong() throws Exception {
    JsonObject conf =
        new JsonObject(
            "{\"http\":{\"host\":\"127.0.0.1\",\"instances\":2},\"history\":{\"kind\":\"memory\"}}");
    try (Server server = new Server(directory, conf)) {
      URI address = server.start();
      Map<String, Double> before = sums(Wire.figures(address));
      server.freeze();
      long frozen = System.nanoTime();
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("/metrics")).timeout(UNANSWERED).build();
      assertThatThrownBy(() -> Wire.CLIENT.send(request, BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);
      double seconds = (System.nanoTime() - frozen) / (double) TimeUnit.SECONDS.toNanos(1);
      server.thaw();
      Figures after = Wire.figures(address);
      double least = seconds - BETWEEN_TIMERS;
      assertThat(after.samples().entrySet())
          .filteredOn(sample -> sample.getKey().startsWith("fanfare_loop_lag_max_seconds{"))
          .as("each loop")
          .hasSize(2)
          .allMatch(sample -> sample.getValue() >= least && sample.getValue() < seconds + 30);
      awaitSums(address, before, least);
    }
  }

  /** All that each loop was late, once the timer has come that the pause kept. */
  private static void awaitSums(URI address, Map<String, Double> before, double least)
      throws Exception {
    long end = System.nanoTime() + Target.PATIENCE.toNanos();
    Map<String, Double> now = sums(Wire.figures(address));
    while (!before.keySet().stream().allMatch(loop -> now.get(loop) >= before.get(loop) + least)) {
      assertThat(System.nanoTime()).as(before + " became " + now).isLessThan(end);
      now.putAll(sums(Wire.figures(address)));
    }
  }

  /** By loop. */
  private static Map<String, Double> sums(Figures figures) {
    Map<String, Double> sums = new HashMap<>(figures.samples());
    sums.keySet().removeIf(name -> !name.startsWith("fanfare_loop_lag_seconds_sum{"));
    assertThat(sums).as("one for each loop").hasSize(2);
    return sums;
  }
}
