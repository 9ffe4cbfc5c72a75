package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The epochs in which new rooms begin, the same for all nodes: one for each of Hazelcast's
 * partitions, kept in that partition. So {@code <epoch>-0} is true of a room before it exists, and
 * no position is ever given twice: what loses the rooms of a partition, with the owner and the
 * copy, loses the epoch too; before idle rooms are forgotten it is drawn anew; and a node asks for
 * it only after it heard that the room is absent. Any thread.
 */
final class ClusterBirths {
  static final String MAP = "fanfare.epochs";

  private final PartitionService partitions;
  private final IMap<String, String> births;
  private final Map<Integer, String> keys = new HashMap<>();
  private final Supplier<String> epochs;
  private final ClusterCalls calls;

  ClusterBirths(HazelcastInstance hazelcast, Supplier<String> epochs, ClusterCalls calls) {
    this.partitions = hazelcast.getPartitionService();
    this.births = hazelcast.getMap(MAP);
    this.epochs = epochs;
    this.calls = calls;
    int count = partitions.getPartitions().size();
    for (int number = 0; keys.size() < count; number++) {
      String key = "new rooms " + number;
      keys.putIfAbsent(partition(key), key);
    }
  }

  /** How the room begins, if it is absent. */
  CompletionStage<ClusterBirth> of(String room) {
    return calls
        .ask(() -> births.submitToKey(key(room), new ClusterEpoch(epochs.get())))
        .thenApply(ClusterBirth::read);
  }

  /** From now on these rooms, and those beside them, begin in another epoch. Blocks. */
  void renew(Set<String> rooms) {
    Map<String, String> anew = new HashMap<>();
    rooms.forEach(room -> anew.computeIfAbsent(key(room), same -> epochs.get()));
    births.setAll(anew);
  }

  private String key(String room) {
    return keys.getOrDefault(partition(room), "");
  }

  private int partition(String key) {
    return partitions.getPartition(key).getPartitionId();
  }
}
