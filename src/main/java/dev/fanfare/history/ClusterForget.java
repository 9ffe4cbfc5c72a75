package dev.fanfare.history;

import com.hazelcast.map.EntryProcessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes a room that is idle still. */
final class ClusterForget implements EntryProcessor<String, ClusterRoom, @Nullable Void> {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  /**
   * By the backup's clock everything is a little younger: it came there later. Whether something
   * was said since the owner was asked is told apart all the same.
   */
  private static final long EARLY_ON_BACKUP_MILLIS = 5_000;

  final long early;

  ClusterForget() {
    this(0);
  }

  /**
   * @param early so much before its time, in milliseconds
   */
  ClusterForget(long early) {
    this.early = early;
  }

  @Override
  @SuppressWarnings("NullAway") // setValue(null) is Hazelcast's way to remove
  public @Nullable Void process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    if (room != null && room.isIdle(early)) {
      entry.setValue(null);
      room.gone();
    }
    return null;
  }

  @Override
  public EntryProcessor<String, ClusterRoom, @Nullable Void> getBackupProcessor() {
    return new ClusterForget(EARLY_ON_BACKUP_MILLIS);
  }
}
