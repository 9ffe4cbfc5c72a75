package dev.fanfare.history;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a room without looking into the file. {@code tail} has its newest publications
 * and is guarded, with {@code first}, by its own monitor; the other fields belong to the writer's
 * thread. Everything here is committed. {@code now}, the tail and the keys go by {@link
 * SqliteClock#now}, the times of rows by the wall clock.
 */
final class SqliteRoom {
  private static final int TAIL_MESSAGES = 200;
  private static final int TAIL_BYTES = 512 * 1024;

  /** A row at the old end of the room. */
  record Old(long offset, long time, int bytes) {}

  final RoomName name;
  final Retention retention;
  final SqliteClock clock;
  final RoomLog tail;
  private long first;

  final RecentKeys keys;
  final Deque<Old> oldest = new ArrayDeque<>(); // some rows from storedFirst on, read ahead
  long storedFirst;
  long deletedBefore; // rows from here to storedFirst are still in the file, but not kept
  long bytes;
  long oldestTime;

  SqliteRoom(RoomName name, Position head, Retention retention, SqliteClock clock) {
    this.name = name;
    this.retention = retention;
    this.clock = clock;
    this.tail = new RoomLog(head, name, tailOf(retention));
    this.keys = new RecentKeys(retention.dedupMillis());
    this.first = head.offset() + 1;
    this.storedFirst = first;
    this.deletedBefore = first;
  }

  /** A room that the file has. */
  SqliteRoom(
      RoomName name,
      Position head,
      Retention retention,
      SqliteClock clock,
      long first,
      long bytes,
      long oldestTime,
      long newestTime) {
    this(name, head, retention, clock);
    this.first = first;
    this.storedFirst = first;
    this.deletedBefore = 1; // the first sweep finds out
    this.bytes = bytes;
    this.oldestTime = oldestTime;
    this.tail.last(newestTime, clock.whenShown(newestTime));
  }

  private static Retention tailOf(Retention retention) {
    return new Retention(
        Math.min(retention.messages(), TAIL_MESSAGES),
        retention.ageMillis(),
        Math.min(retention.roomBytes(), TAIL_BYTES),
        0,
        0,
        0);
  }

  /** Under the tail's monitor: what is kept, without what is too old. */
  Span span(long now) {
    long before = tail.first();
    tail.trim(now);
    if (tail.first() > before) {
      first = Math.max(first, tail.first()); // whatever is older than one too old
    }
    Position head = tail.head();
    if (tail.lastCame() < now - retention.ageMillis()) {
      first = head.offset() + 1;
    }
    return new Span(head, first);
  }

  /** Under the tail's monitor: the page, if it takes no look into the file. */
  @Nullable Page after(Since since, int limit, long now) {
    boolean whole = tail.first() <= span(now).first();
    return whole
            || since instanceof Since.Now
            || since instanceof Since.After after && tail.span().holdsAfter(after.position())
        ? tail.after(since, limit)
        : null;
  }

  /** Under the tail's monitor: the page, if it takes no look into the file. */
  @Nullable Page before(@Nullable Position before, int limit, long now) {
    boolean whole = tail.first() <= span(now).first();
    Page page = tail.before(before, limit);
    return whole || page.gap() || page.more() ? page : null;
  }

  /** Under the tail's monitor: keeps rows from the file, newest first, if nothing came between. */
  void fillTail(Position head, List<Publication> newestFirst) {
    if (tail.size() > 0 || !tail.head().equals(head)) {
      return;
    }
    for (Publication publication : newestFirst) {
      if (!tail.putBefore(publication, clock.whenShown(publication.time()))) {
        return;
      }
    }
  }

  /** Under the tail's monitor, on the writer's thread: what was committed. */
  void committed(List<Publication> added, long newFirst, long now) {
    for (Publication publication : added) {
      tail.put(publication, now);
    }
    storedFirst = newFirst;
    first = Math.max(first, newFirst);
    while (tail.size() > 0 && tail.first() < first) {
      tail.dropOldest();
    }
  }

  /** On the writer's thread: whether the file has rows that are too old or too many. */
  boolean holdsTooMuch(long now) {
    long stored = tail.head().offset() - storedFirst + 1;
    return deletedBefore < storedFirst
        || stored > 0
            && (stored > retention.messages()
                || stored > 1 && bytes > retention.roomBytes()
                || oldestTime < clock.shownSince(now - retention.ageMillis()));
  }

  /** Under the tail's monitor, on the writer's thread: whether the room may be forgotten. */
  boolean isIdle(long now) {
    Span span = span(now);
    keys.trim(now);
    return span.first() > span.head().offset()
        && keys.isEmpty()
        && tail.lastCame() < now - retention.idleMillis();
  }
}
