package dev.fanfare;

import static dev.fanfare.TwoNodes.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import dev.fanfare.history.ClusterNodes;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node whose Hazelcast ended by itself keeps no clients: it would tell them nothing any more. */
class HazelcastEndsTest {
  @Test
  void theNodeEnds() throws Exception {
    theNodeEnds(ClusterNodes.configs(1).get(0));
  }

  /** The other member is no Fanfare, and answers nobody. */
  @Test
  void theNodeEndsThatNeverGotReady() throws Exception {
    List<Config> configs = ClusterNodes.configs(2);
    HazelcastClusterManager other = new HazelcastClusterManager(configs.get(1));
    Vertx mute = await(Vertx.builder().withClusterManager(other).buildClustered());
    try {
      theNodeEnds(configs.get(0));
    } finally {
      await(mute.close());
    }
  }

  private static void theNodeEnds(Config config) throws Exception {
    HazelcastClusterManager manager = new HazelcastClusterManager(config);
    Vertx vertx = await(Vertx.builder().withClusterManager(manager).buildClustered());
    CountDownLatch ended = new CountDownLatch(1);
    TwoNodes.deploy(vertx);
    await(
        vertx.deployVerticle(
            new AbstractVerticle() {
              @Override
              public void stop() {
                ended.countDown();
              }
            }));
    try (Lines lines = new Lines(ClusterWatch.class)) {
      manager.getHazelcastInstance().getLifecycleService().terminate();
      String line = lines.next();
      while (!line.startsWith("ERROR")) {
        line = lines.next();
      }
      assertThat(line).startsWith("ERROR Hazelcast ended by itself");
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
