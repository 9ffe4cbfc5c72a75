package dev.fanfare.history;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Since;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of a room on its owner; null if there is no such room. A page of more than a
 * mebibyte is cut, and says that there is more.
 */
final class ClusterRead implements EntryProcessor<String, ClusterRoom, Page>, ReadOnly {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  private static final int MOST_BYTES = 1 << 20;

  /** From where to read on; null: backwards. */
  final transient @Nullable Since since;

  /** From where to read backwards; null: from the newest. */
  final transient @Nullable Position before;

  final int limit;
  final long now;

  private ClusterRead(@Nullable Since since, @Nullable Position before, int limit, long now) {
    this.since = since;
    this.before = before;
    this.limit = limit;
    this.now = now;
  }

  static ClusterRead after(Since since, int limit, long now) {
    return new ClusterRead(since, null, limit, now);
  }

  static ClusterRead before(@Nullable Position before, int limit, long now) {
    return new ClusterRead(null, before, limit, now);
  }

  @Override
  public @Nullable Page process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    if (room == null) {
      return null;
    }
    room.log().trim(now);
    return read(room.log());
  }

  Page read(RoomLog log) {
    return since == null ? backwards(log.before(before, limit)) : forwards(log.after(since, limit));
  }

  private static Page forwards(Page page) {
    List<Publication> all = page.messages();
    int end = 0;
    for (long bytes = 0; end < all.size() && (end == 0 || bytes <= MOST_BYTES); end++) {
      bytes += all.get(end).weight();
    }
    return end == all.size()
        ? page
        : new Page(page.base(), all.subList(0, end), page.head(), true, page.gap());
  }

  private static Page backwards(Page page) {
    List<Publication> all = page.messages();
    int start = all.size();
    for (long bytes = 0; start > 0 && (start == all.size() || bytes <= MOST_BYTES); start--) {
      bytes += all.get(start - 1).weight();
    }
    return start == 0
        ? page
        : new Page(
            page.base().at(page.base().offset() + start),
            all.subList(start, all.size()),
            page.head(),
            true,
            page.gap());
  }

  @Override
  public @Nullable EntryProcessor<String, ClusterRoom, Page> getBackupProcessor() {
    return null;
  }
}
