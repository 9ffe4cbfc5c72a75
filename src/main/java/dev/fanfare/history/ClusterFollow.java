package dev.fanfare.history;

import com.hazelcast.map.EntryProcessor;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does on the backup of a room what {@link ClusterAppend} did on the owner. */
final class ClusterFollow implements EntryProcessor<String, ClusterRoom, ClusterAnswer> {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  final transient ClusterBatch batch;
  final transient ClusterAnswer answer;
  private final transient ClusterKeeper keeper;

  /**
   * @param keeper of the node that this is on
   */
  ClusterFollow(ClusterBatch batch, ClusterAnswer answer, ClusterKeeper keeper) {
    this.batch = batch;
    this.answer = answer;
    this.keeper = keeper;
  }

  @Override
  public ClusterAnswer process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    if (room == null || !room.head().epoch().equals(answer.epoch())) {
      RoomName name = new RoomName(entry.getKey());
      Position zero = new Position(answer.epoch(), 0);
      room = new ClusterRoom(new RoomLog(zero, name, batch.retention()), keeper);
    }
    if (room.known(batch) == null) {
      room.follow(batch, answer);
      entry.setValue(room);
    }
    return answer;
  }

  @Override
  public @Nullable EntryProcessor<String, ClusterRoom, ClusterAnswer> getBackupProcessor() {
    return null;
  }
}
