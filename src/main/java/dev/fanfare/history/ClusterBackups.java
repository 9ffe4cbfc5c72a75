package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.partition.InternalPartition;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.partition.PartitionReplica;

/**
 * Where rooms are kept just now, and whether there is a backup. When a node was given up, Hazelcast
 * answers at once, with one copy, until another node is the backup. A node that the others give up
 * while it reaches some of them still would acknowledge what they never get. Hazelcast's interface
 * does not tell: this looks inside. Any thread.
 */
final class ClusterBackups {
  private ClusterBackups() {}

  /** Whether the owner of a room may store in it, or say that the backup has it. */
  static boolean mayStore(HazelcastInstance hazelcast, int majority, String room) {
    return ClusterPulse.mayStore(hazelcast, majority)
        && (majority == 1 || isThere(hazelcast, room));
  }

  /** Whether the room has a backup that is here. */
  static boolean isThere(HazelcastInstance hazelcast, String room) {
    Node node = inside(hazelcast);
    return isThere(node, partition(node, room), 1);
  }

  /** Whether all rooms have an owner and a backup, as far as there are nodes for both. */
  static boolean areThere(HazelcastInstance hazelcast) {
    if (!hazelcast.getLifecycleService().isRunning()) {
      return true;
    }
    Node node = inside(hazelcast);
    int wanted = Math.min(1 + ClusterHistory.COPIES, node.getClusterService().getSize());
    for (InternalPartition partition : node.getPartitionService().getInternalPartitions()) {
      for (int copy = 0; copy < wanted; copy++) {
        if (!isThere(node, partition, copy)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isThere(Node node, InternalPartition partition, int copy) {
    PartitionReplica replica = partition.getReplica(copy);
    return replica != null
        && node.getClusterService().getMember(replica.address(), replica.uuid()) != null;
  }

  /** Whether this node is the room's owner or its backup, or would be if there were the room. */
  static boolean isKept(HazelcastInstance hazelcast, String room) {
    Node node = inside(hazelcast);
    int copy = partition(node, room).getReplicaIndex(PartitionReplica.from(node.getLocalMember()));
    return copy >= 0 && copy <= ClusterHistory.COPIES;
  }

  private static InternalPartition partition(Node node, String room) {
    InternalPartitionService partitions = node.getPartitionService();
    return partitions.getPartition(partitions.getPartitionId(room));
  }

  /**
   * @param hazelcast as entry processors are given it, or as who started it has it
   */
  private static Node inside(HazelcastInstance hazelcast) {
    HazelcastInstance original =
        hazelcast instanceof HazelcastInstanceProxy proxy ? proxy.getOriginal() : hazelcast;
    if (original instanceof HazelcastInstanceImpl impl) {
      return impl.node;
    }
    throw new IllegalStateException("Hazelcast is another one inside: " + original.getClass());
  }
}
