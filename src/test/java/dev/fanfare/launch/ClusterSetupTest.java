package dev.fanfare.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import dev.fanfare.config.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSetupTest {
  /** After that the launchers end the process. */
  private static final int LAUNCHERS_SECONDS = 120;

  private static final int LEAVING_SECONDS = 10;
  private static final int LONGEST_DRAIN_SECONDS = 90;

  // By Hazelcast's own names: a property that it does not know it takes without a word.
  private final HazelcastProperties properties =
      new HazelcastProperties(
          ClusterSetup.of(ConfigReader.read(null, Map.of(), true).config().cluster()));

  @Test
  void handingOverWhatANodeKeepsEndsBeforeTheLaunchersEndTheProcess() {
    int handing = properties.getSeconds(ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT);
    assertThat(handing).isEqualTo(15);
    assertThat(LONGEST_DRAIN_SECONDS + LEAVING_SECONDS + handing).isLessThan(LAUNCHERS_SECONDS);
    assertThat(properties.getSeconds(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS)).isEqualTo(10);
    assertThat(properties.getBoolean(ClusterProperty.SHUTDOWNHOOK_ENABLED)).isFalse();
  }

  /** A node with another number is not let in, so that it could not be changed node by node. */
  @Test
  void theNumberOfPartitionsIsThatOfAllReleases() {
    assertThat(properties.getInteger(ClusterProperty.PARTITION_COUNT)).isEqualTo(97);
  }

  @Test
  void hazelcastTellsNobodyThatItRuns() {
    assertThat(properties.getBoolean(ClusterProperty.PHONE_HOME_ENABLED)).isFalse();
  }
}
