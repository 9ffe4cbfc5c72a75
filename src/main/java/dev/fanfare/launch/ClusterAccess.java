package dev.fanfare.launch;

import com.hazelcast.core.HazelcastInstance;
import dev.fanfare.config.Cluster;
import dev.fanfare.history.ClusterHistory;
import dev.fanfare.history.History;
import dev.fanfare.history.Retention;
import dev.fanfare.history.RetentionOf;
import dev.fanfare.message.Clocks;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way from Vert.x to the Hazelcast beneath it. */
public final class ClusterAccess {
  private ClusterAccess() {}

  /** The node's Hazelcast, or null when Vert.x is not clustered by it. */
  public static @Nullable HazelcastInstance of(Vertx vertx) {
    return ((VertxInternal) vertx).clusterManager() instanceof HazelcastClusterManager manager
        ? manager.getHazelcastInstance()
        : null;
  }

  /** The history that lives in the cluster. Vert.x must be clustered by Hazelcast. */
  public static History history(
      Vertx vertx,
      Cluster cluster,
      Retention all,
      RetentionOf each,
      Clocks clocks,
      Supplier<String> epochs) {
    HazelcastInstance hazelcast =
        Objects.requireNonNull(of(vertx), "Vert.x is clustered by something else");
    int majority = ClusterHistory.majorityOf(cluster.join().size());
    return new ClusterHistory(vertx, hazelcast, all, each, majority, clocks, epochs);
  }
}
