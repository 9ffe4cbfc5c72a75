package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The epoch in which new rooms begin, the same for all nodes. Any thread.
 *
 * <p>So {@code <epoch>-0} is true of a room before it exists. Before idle rooms are forgotten the
 * epoch is drawn anew, and a node asks for it only after it heard that the room is absent: no
 * position is ever given twice.
 */
final class ClusterBirths {
  static final String MAP = "fanfare.epochs";
  private static final String NEW_ROOMS = "new rooms";

  private final IMap<String, String> births;
  private final Supplier<String> epochs;
  private final ClusterCalls calls;

  ClusterBirths(HazelcastInstance hazelcast, Supplier<String> epochs, ClusterCalls calls) {
    this.births = hazelcast.getMap(MAP);
    this.epochs = epochs;
    this.calls = calls;
  }

  CompletionStage<String> epoch() {
    return calls.ask(() -> births.submitToKey(NEW_ROOMS, new ClusterEpoch(epochs.get())));
  }

  /** From now on new rooms begin in another epoch. Blocks. */
  void renew() {
    births.set(NEW_ROOMS, epochs.get());
  }
}
