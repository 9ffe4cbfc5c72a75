package dev.fanfare.history;

import com.hazelcast.map.EntryProcessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Forgets what is too old in a room, on its owner and on the backup, and tells whether the room is
 * idle. Null means no, so that a walk over all rooms brings back the idle ones only.
 */
final class ClusterTrim implements EntryProcessor<String, ClusterRoom, Boolean> {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  @Override
  public @Nullable Boolean process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    if (room == null) {
      return null;
    }
    room.counted().trim();
    return room.isIdle(0) ? true : null;
  }

  @Override
  public EntryProcessor<String, ClusterRoom, Boolean> getBackupProcessor() {
    return this;
  }
}
