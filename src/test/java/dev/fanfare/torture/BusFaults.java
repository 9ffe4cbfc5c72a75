package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The event bus loses publications: everybody gets them all the same, and soon. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BusFaults {
  /** The digest comes each second; without it a look is taken every thirty. */
  private static final long SOON_MILLIS = 5_000;

  @TempDir Path directory;

  @Test
  void everyThirdIsLost() throws Exception {
    lose(1.0 / 3);
  }

  /** Nothing comes after what is lost, so that nothing shows the hole. */
  @Test
  void allAreLost() throws Exception {
    lose(1);
  }

  private void lose(double share) throws Exception {
    try (LossyBus bus = new LossyBus(Trial.SEED);
        Trial trial = Trial.of(new Nodes.Plan(directory).over(bus).start())) {
      bus.lose(share);
      trial.goOnAWhile();
      Report report =
          trial.end("the bus loses %.0f %% of what is published".formatted(100 * share));
      assertThat(bus.lost()).as("lost").isPositive();
      assertThat(report.gaps()).as("gaps, though everything is kept").isZero();
      assertThat(trial.longestLagMillis()).as("ms").isLessThan(SOON_MILLIS);
    }
  }
}
