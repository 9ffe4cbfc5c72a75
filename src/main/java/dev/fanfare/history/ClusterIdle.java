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

  /**
   * By the backup's clock everything is a little younger: it came there later. Whether something
   * was said since the owner was asked is told apart all the same.
   */
  private static final long EARLY_ON_BACKUP_MILLIS = 5_000;

  final boolean remove;
  final long early;

  ClusterIdle(boolean remove) {
    this(remove, 0);
  }

  ClusterIdle(boolean remove, long early) {
    this.remove = remove;
    this.early = early;
  }

  @Override
  @SuppressWarnings("NullAway") // setValue(null) is Hazelcast's way to remove
  public @Nullable Boolean process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    if (room == null) {
      return null;
    }
    room.trim();
    if (!room.isIdle(early)) {
      return null;
    }
    if (remove) {
      entry.setValue(null);
    }
    return true;
  }

  @Override
  public @Nullable EntryProcessor<String, ClusterRoom, Boolean> getBackupProcessor() {
    return remove ? new ClusterIdle(true, EARLY_ON_BACKUP_MILLIS) : null;
  }
}
