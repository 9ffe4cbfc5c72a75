package dev.fanfare.launch;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
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
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way from Vert.x to the Hazelcast beneath it. */
public final class ClusterAccess {
  /**
   * The attribute by which vertx-hazelcast tells the others the name that Vert.x has for a node.
   */
  private static final String NODE = "__vertx.nodeId";

  private ClusterAccess() {}

  /** The node's Hazelcast, or null when Vert.x is not clustered by it. */
  public static @Nullable HazelcastInstance of(Vertx vertx) {
    return ((VertxInternal) vertx).clusterManager() instanceof HazelcastClusterManager manager
        ? manager.getHazelcastInstance()
        : null;
  }

  /** What happens to a cluster. Nodes are named by the addresses at which Hazelcast knows them. */
  public interface Changes {
    void came(String node, int nodes);

    /** What was under way on the bus may be lost. */
    void left(String node, int nodes);

    /** The halves of a split cluster met, and this node was in the smaller. */
    void merged();

    /** Everything that some nodes kept is lost, for no other had a copy. */
    void lost();
  }

  /** Whether Hazelcast runs: without it this node is in no cluster, and never will be again. */
  public static boolean isRunning(Vertx vertx) {
    return hazelcast(vertx).getLifecycleService().isRunning();
  }

  /** Has it told what happens from now on, on this context. */
  public static void tell(Vertx vertx, Changes changes) {
    Context context = vertx.getOrCreateContext();
    HazelcastInstance hazelcast = hazelcast(vertx);
    hazelcast
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent come) {
                tell(come, changes::came);
              }

              @Override
              public void memberRemoved(MembershipEvent gone) {
                tell(gone, changes::left);
              }

              private void tell(MembershipEvent event, ObjIntConsumer<String> whom) {
                String node = nameOf(event.getMember());
                int nodes = event.getMembers().size();
                context.runOnContext(now -> whom.accept(node, nodes));
              }
            });
    hazelcast
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.MERGED) {
                context.runOnContext(now -> changes.merged());
              }
            });
    hazelcast
        .getPartitionService()
        .addPartitionLostListener(
            event -> {
              if (event.getLostBackupCount() >= ClusterHistory.COPIES) {
                context.runOnContext(now -> changes.lost());
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
    return new ClusterHistory(
        vertx, hazelcast(vertx), all, each, cluster.neededToWrite(), clocks, epochs);
  }

  /**
   * Lets this node and the others hear of each other from now on, on a context of its own.
   *
   * @param unreadable gets the address and the reason of what came and could not be read
   */
  public static ClusterPulse pulse(
      Vertx vertx,
      Cluster cluster,
      Clocks clocks,
      BiConsumer<String, RuntimeException> unreadable) {
    ClusterManager manager = manager(vertx);
    ClusterPulse pulse =
        new ClusterPulse(
            vertx,
            ((VertxInternal) vertx).createEventLoopContext(),
            clocks,
            manager.getNodeId(),
            () -> Set.copyOf(manager.getNodes()),
            cluster.neededToWrite(),
            unreadable);
    pulse.start(hazelcast(vertx));
    return pulse;
  }

  /** Whether every room and every registration has its copy on another node, if there is one. */
  public static Future<Boolean> isSafe(Vertx vertx) {
    return vertx.executeBlocking(
        () -> hazelcast(vertx).getPartitionService().isClusterSafe(), false);
  }

  /** Where the others find this node: the address of Hazelcast and that of the event bus. */
  public static String addresses(Vertx vertx) {
    Address hazelcast = hazelcast(vertx).getCluster().getLocalMember().getAddress();
    NodeInfo bus = manager(vertx).getNodeInfo();
    return "Hazelcast at %s:%d, event bus at %s:%d"
        .formatted(hazelcast.getHost(), hazelcast.getPort(), bus.host(), bus.port());
  }

  /**
   * The addresses at which Hazelcast knows other nodes.
   *
   * @param which accepts their names
   */
  public static String others(Vertx vertx, Predicate<String> which) {
    return hazelcast(vertx).getCluster().getMembers().stream()
        .filter(member -> !member.localMember())
        .filter(member -> which.test(Objects.requireNonNullElse(member.getAttribute(NODE), "")))
        .map(ClusterAccess::nameOf)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String nameOf(Member member) {
    return member.getAddress().getHost() + ":" + member.getAddress().getPort();
  }

  private static HazelcastInstance hazelcast(Vertx vertx) {
    return Objects.requireNonNull(of(vertx), "Vert.x is clustered by something else");
  }
}
