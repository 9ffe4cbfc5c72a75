package dev.fanfare.launch;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
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
}
