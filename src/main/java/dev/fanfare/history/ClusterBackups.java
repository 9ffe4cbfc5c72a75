package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceImpl;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.partition.PartitionReplica;

/**
 * Whether a room has a backup just now. When a node was given up, Hazelcast answers at once, with
 * one copy, until another node is the backup. A node that the others give up while it reaches some
 * of them still would acknowledge what they never get. Hazelcast's interface does not tell: this
 * looks inside. Any thread.
 */
final class ClusterBackups {
  private ClusterBackups() {}

  /** Whether the owner of a room may store in it, or say that the backup has it. */
  static boolean mayStore(HazelcastInstance hazelcast, int majority, String room) {
    return ClusterPulse.mayStore(hazelcast, majority)
        && (majority == 1 || isThere(hazelcast, room));
  }

  /**
   * @param hazelcast as entry processors are given it
   */
  static boolean isThere(HazelcastInstance hazelcast, String room) {
    if (!(hazelcast instanceof HazelcastInstanceImpl inside)) {
      throw new IllegalStateException("Hazelcast is another one inside: " + hazelcast.getClass());
    }
    InternalPartitionService partitions = inside.node.getPartitionService();
    PartitionReplica backup =
        partitions.getPartition(partitions.getPartitionId(room)).getReplica(1);
    return backup != null
        && inside.node.getClusterService().getMember(backup.address(), backup.uuid()) != null;
  }
}
