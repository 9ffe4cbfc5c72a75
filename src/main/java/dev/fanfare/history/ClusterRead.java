package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
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
 *
 * <p>Shown is what owner and backup both have: who is shown more could see what nobody else ever
 * does, if the owner is cut off in that moment. Where the owner does not know it yet, the backup is
 * asked, and the answer waits for that: see {@link ClusterCalls#askBoth}.
 */
final class ClusterRead
    implements EntryProcessor<String, ClusterRoom, Page>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  private static final int MOST_BYTES = 1 << 20;

  /** From where to read on; null: backwards. */
  final transient @Nullable Since since;

  /** From where to read backwards; null: from the newest. */
  final transient @Nullable Position before;

  final int limit;

  /** How many nodes the owner must see to show more than it knows; 0: it shall not. */
  final int majority;

  private transient @Nullable HazelcastInstance hazelcast;
  private transient @Nullable Position toBeAsked;

  ClusterRead(@Nullable Since since, @Nullable Position before, int limit, int majority) {
    this.since = since;
    this.before = before;
    this.limit = limit;
    this.majority = majority;
  }

  /** The same without asking the backup. */
  ClusterRead knownOnly() {
    return new ClusterRead(since, before, limit, 0);
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
  }

  @Override
  public @Nullable Page process(Map.Entry<String, ClusterRoom> entry) {
    toBeAsked = null;
    ClusterRoom room = entry.getValue();
    if (room == null) {
      return null;
    }
    room.trim();
    Position head = room.head();
    long known = Math.max(room.copied(), told(head));
    boolean whole = known == head.offset();
    if (whole
        || majority == 0
        || hazelcast == null
        || !ClusterBackups.mayStore(hazelcast, majority, entry.getKey())) {
      return room.read(log -> read(log, known));
    }
    toBeAsked = head;
    if (majority == 1) {
      room.copied(toBeAsked); // each half shows what it has, and when they meet that is looked at
    }
    return room.read(this::read);
  }

  /** Of a room that is on no other node, or nowhere. */
  Page read(RoomLog log) {
    return read(log, log.head().offset());
  }

  /** The offset up to which the reader has all: nobody is told a position sooner. 0 if none. */
  private long told(Position head) {
    return since instanceof Since.After after && isIn(head, after.position())
        ? after.position().offset()
        : 0;
  }

  private Page read(RoomLog log, long upTo) {
    if (since != null) {
      return forwards(log.after(since, limit, upTo));
    }
    boolean behind = before != null && before.offset() > upTo && isIn(log.head(), before);
    return backwards(log.before(behind ? null : before, limit, upTo));
  }

  private static boolean isIn(Position head, Position position) {
    return position.epoch().equals(head.epoch()) && position.offset() <= head.offset();
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
  @SuppressWarnings({"unchecked", "rawtypes"}) // nobody looks at what the backup answers
  public @Nullable EntryProcessor<String, ClusterRoom, Page> getBackupProcessor() {
    return toBeAsked == null ? null : (EntryProcessor) new ClusterConfirm(toBeAsked);
  }
}
