package dev.fanfare.history;

import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one transaction does to one room. The room itself learns of it in {@link #committed}; a
 * change that was rolled back leaves it as it was. Owned by the writer's thread.
 */
final class SqliteChange {
  private static final int DELETE_AT_ONCE = 64; // for each one alone it costs too much

  final SqliteRoom room;
  private final SqliteStatements statements;
  private final SqliteKeyRows keyRows;
  private final List<Publication> added = new ArrayList<>();
  private final Map<String, Publication> keyed = new LinkedHashMap<>();
  private Position head;
  private long first;
  private long deletedBefore;
  private long bytes;
  private long oldestTime;
  private long newestTime;

  SqliteChange(SqliteRoom room, SqliteStatements statements, SqliteKeyRows keyRows) {
    this.room = room;
    this.statements = statements;
    this.keyRows = keyRows;
    this.head = room.tail.head(); // only this thread moves it
    this.first = room.storedFirst;
    this.deletedBefore = room.deletedBefore;
    this.bytes = room.bytes;
    this.oldestTime = room.oldestTime;
    this.newestTime = room.tail.lastTime();
  }

  Appended append(Draft draft, long time, long now) throws SQLException {
    String key = draft.key();
    if (key != null) {
      Publication staged = keyed.get(key);
      long known = staged != null ? staged.offset() : room.keys.find(key, now);
      if (known != 0) {
        return new Appended(head.at(known), null);
      }
    }
    head = head.at(head.offset() + 1);
    Publication stored =
        new Publication(
            room.name, head, time, draft.from(), draft.to(), draft.body(), draft.session());
    statements.insert(stored);
    if (key != null && room.retention.dedupMillis() > 0) {
      statements.insertKey(keyRows.next(now), room.name, key, head.offset(), time);
      keyed.put(key, stored);
    }
    if (size() == 1) {
      oldestTime = time;
    }
    newestTime = time;
    bytes += stored.weight();
    added.add(stored);
    return new Appended(head, stored);
  }

  /** Gives up at most {@code most} that are too old or too many: how many. */
  int trim(long now, int most) throws SQLException {
    int dropped = 0;
    while (dropped < most && size() > 0 && tooMuch(now)) {
      dropOldest();
      dropped++;
    }
    if (first - deletedBefore >= DELETE_AT_ONCE) {
      delete();
    }
    return dropped;
  }

  /** Deletes what was given up. */
  void delete() throws SQLException {
    statements.deleteBefore(room.name, first);
    deletedBefore = first;
  }

  void save() throws SQLException {
    statements.saveRoom(room, head, this);
  }

  /** The transaction is in the file: from here on everybody sees it. */
  void committed(ByteBudget budget, long now) {
    room.bytes = bytes;
    room.deletedBefore = deletedBefore;
    room.oldestTime = oldestTime;
    room.keys.trim(now);
    keyed.forEach((key, stored) -> room.keys.add(key, stored.offset(), now));
    budget.write(
        room.tail,
        tail -> {
          room.committed(added, first, now);
          return tail;
        });
  }

  /** The transaction never was. */
  void rolledBack() {
    room.oldest.clear();
  }

  long first() {
    return first;
  }

  long bytes() {
    return bytes;
  }

  long oldestTime() {
    return oldestTime;
  }

  long newestTime() {
    return newestTime;
  }

  private long size() {
    return head.offset() - first + 1;
  }

  private boolean tooMuch(long now) {
    Retention retention = room.retention;
    return size() > retention.messages()
        || size() > 1 && bytes > retention.roomBytes()
        || oldestTime < room.clock.shownSince(now - retention.ageMillis());
  }

  private void dropOldest() throws SQLException {
    readAhead();
    SqliteRoom.Old old = room.oldest.poll();
    if (old == null) { // the file has fewer rows than the room says: then nothing is kept
      first = head.offset() + 1;
      bytes = 0;
      return;
    }
    first = old.offset() + 1;
    bytes -= old.bytes();
    readAhead();
    SqliteRoom.Old next = room.oldest.peek();
    oldestTime = next == null ? newestTime : next.time();
  }

  private void readAhead() throws SQLException {
    if (room.oldest.isEmpty() && size() > 0) {
      room.oldest.addAll(statements.oldest(room.name, first));
    }
  }
}
