package dev.fanfare.history;

import com.hazelcast.map.EntryProcessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trims a room, tells whether it is idle, and removes it then if it shall. Null means no, so that a
 * walk over all rooms brings back the idle ones only.
 */
final class ClusterIdle implements EntryProcessor<String, ClusterRoom, Boolean> {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  final boolean remove;
  final long now;

  ClusterIdle(boolean remove, long now) {
    this.remove = remove;
    this.now = now;
  }

  @Override
  @SuppressWarnings("NullAway") // setValue(null) is Hazelcast's way to remove
  public @Nullable Boolean process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    if (room == null) {
      return null;
    }
    room.log().trim(now);
    if (!room.log().isIdle(now)) {
      return null;
    }
    if (remove) {
      entry.setValue(null);
    }
    return true;
  }

  @Override
  public @Nullable EntryProcessor<String, ClusterRoom, Boolean> getBackupProcessor() {
    return remove ? this : null;
  }
}
