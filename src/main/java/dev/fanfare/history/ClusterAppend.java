package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import dev.fanfare.history.ClusterAnswer.Kind;
import dev.fanfare.message.RoomName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends a batch to a room, on the room's owner, and lets the backup follow. Nothing is drawn
 * here, and only the owner looks at a clock: owner and backup come to the same.
 *
 * <p>Too few nodes are refused here and not by Hazelcast's split-brain protection: that takes every
 * entry processor for a write, and reading shall go on. So is a room that has no backup.
 */
final class ClusterAppend
    implements EntryProcessor<String, ClusterRoom, ClusterAnswer>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  final transient ClusterBatch batch;
  final transient int majority;
  final transient @Nullable ClusterBirth birth;
  private final transient ClusterKeeper keeper;
  private transient @Nullable HazelcastInstance hazelcast;
  private transient @Nullable ClusterAnswer answer;

  /**
   * @param majority how many nodes the owner must see
   * @param birth for a room that is new; null: let a new room be absent
   * @param keeper of the node that this is on
   */
  ClusterAppend(
      ClusterBatch batch, int majority, @Nullable ClusterBirth birth, ClusterKeeper keeper) {
    this.batch = batch;
    this.majority = majority;
    this.birth = birth;
    this.keeper = keeper;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
  }

  @Override
  public ClusterAnswer process(Map.Entry<String, ClusterRoom> entry) {
    answer = null;
    if (hazelcast == null || !ClusterBackups.mayStore(hazelcast, majority, entry.getKey())) {
      return ClusterAnswer.of(Kind.MINORITY);
    }
    ClusterRoom room = entry.getValue();
    if (room == null) {
      if (birth == null || !birth.at().equals(ClusterMembers.self(hazelcast))) {
        return ClusterAnswer.of(Kind.ABSENT);
      }
      RoomName name = new RoomName(entry.getKey());
      room = new ClusterRoom(new RoomLog(name, birth.epoch(), batch.retention()), keeper);
    }
    room.copied(batch.copied());
    ClusterAnswer known = room.known(batch);
    if (known == null) {
      known = room.append(batch);
      entry.setValue(room);
    }
    answer = known;
    return known;
  }

  /** Also for a batch that was here before: the first time, the backup may not have got it. */
  @Override
  public @Nullable EntryProcessor<String, ClusterRoom, ClusterAnswer> getBackupProcessor() {
    return answer == null || answer.kind() != Kind.STORED
        ? null
        : new ClusterFollow(batch, answer, keeper);
  }
}
