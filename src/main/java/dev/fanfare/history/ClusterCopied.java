package dev.fanfare.history;

import com.hazelcast.map.EntryProcessor;
import dev.fanfare.message.Position;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a room's owner up to where the room has its copy, which only the one who wrote was told.
 */
final class ClusterCopied implements EntryProcessor<String, ClusterRoom, @Nullable Void> {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  final transient Position upTo;

  ClusterCopied(Position upTo) {
    this.upTo = upTo;
  }

  @Override
  public @Nullable Void process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    if (room != null) {
      room.copied(upTo);
    }
    return null;
  }

  @Override
  public @Nullable EntryProcessor<String, ClusterRoom, @Nullable Void> getBackupProcessor() {
    return null;
  }
}
