package dev.fanfare.history;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import dev.fanfare.message.Position;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a room's backup whether it has all up to a position; the answer is that this does not fail.
 * It comes behind all that the owner sent there before, which may have been lost on the way.
 */
final class ClusterConfirm implements EntryProcessor<String, ClusterRoom, @Nullable Void> {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  final transient Position upTo;

  ClusterConfirm(Position upTo) {
    this.upTo = upTo;
  }

  @Override
  public @Nullable Void process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    if (room == null) {
      throw new RetryableHazelcastException("The copy of room " + entry.getKey() + " is to come");
    }
    room.confirm(upTo);
    return null;
  }

  @Override
  public @Nullable EntryProcessor<String, ClusterRoom, @Nullable Void> getBackupProcessor() {
    return null;
  }
}
