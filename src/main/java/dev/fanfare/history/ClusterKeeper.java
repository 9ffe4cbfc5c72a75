package dev.fanfare.history;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import java.util.function.LongSupplier;

/**
 * What the rooms on one node have in common, those that it owns and those of which it has the copy:
 * the clock that says how old something is, and what all of them may weigh together. Owner and
 * backup each go by their own, so one may have forgotten what the other still has. Any thread.
 */
public final class ClusterKeeper {
  private static final String NAME = "fanfare.keeper";

  private final LongSupplier clock;
  private final ByteBudget budget;

  /**
   * @param clock of this node: milliseconds that only go forward, from anywhere
   * @param mostBytes what its rooms may weigh together
   */
  public ClusterKeeper(LongSupplier clock, long mostBytes) {
    this.clock = clock;
    this.budget = new ByteBudget(mostBytes);
  }

  /** Lets {@link #of} find it on the node that is started with this configuration. */
  void addTo(Config config) {
    config.getUserContext().put(NAME, this);
  }

  static ClusterKeeper of(HazelcastInstance hazelcast) {
    if (hazelcast.getUserContext().get(NAME) instanceof ClusterKeeper keeper) {
      return keeper;
    }
    throw new IllegalStateException(
        "Hazelcast was started without what the history needs: call ClusterHistory.configure");
  }

  long now() {
    return clock.getAsLong();
  }

  /** Hazelcast does not tell when a room moves to another node: then it counts here no more. */
  void letGoOfWhatMoved(HazelcastInstance node) {
    budget.releaseIf(room -> !ClusterBackups.isKept(node, room.value()));
  }

  ByteBudget budget() {
    return budget;
  }
}
