package dev.fanfare.launch;

import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.fanfare.config.Cluster;
import dev.fanfare.history.ClusterHistory;
import dev.fanfare.history.ClusterMembers;
import dev.fanfare.history.ClusterPulse;
import dev.fanfare.history.History;
import dev.fanfare.history.Retention;
import dev.fanfare.history.RetentionOf;
import dev.fanfare.message.Clocks;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Objects;
import java.util.Set;
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

  /**
   * Has it called, on some context, whenever a node went away or came back from a split: what was
   * under way on the bus may be lost.
   */
  public static void whenShaken(Vertx vertx, Runnable action) {
    HazelcastInstance hazelcast = of(vertx);
    if (hazelcast == null) {
      return;
    }
    Runnable onOurs = () -> vertx.runOnContext(now -> action.run());
    hazelcast
        .getCluster()
        .addMembershipListener(
            new MembershipAdapter() {
              @Override
              public void memberRemoved(MembershipEvent gone) {
                onOurs.run();
              }
            });
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.MERGED) {
                onOurs.run();
              }
            });
  }

  /** Why this node cannot be in one cluster with those that are there; null if it can. */
  public static @Nullable String objection(Vertx vertx) {
    HazelcastInstance hazelcast = of(vertx);
    return hazelcast == null ? null : ClusterMembers.objection(hazelcast);
  }

  private static ClusterManager manager(Vertx vertx) {
    return Objects.requireNonNull(((VertxInternal) vertx).clusterManager());
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
    int majority = cluster.neededToWrite();
    if (majority > 1) {
      ClusterManager manager = manager(vertx);
      new ClusterPulse(
              vertx, clocks, manager.getNodeId(), () -> Set.copyOf(manager.getNodes()), majority)
          .start(hazelcast);
    }
    return new ClusterHistory(vertx, hazelcast, all, each, majority, clocks, epochs);
  }
}
