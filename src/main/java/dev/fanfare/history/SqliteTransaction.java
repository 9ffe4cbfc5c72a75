package dev.fanfare.history;

import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Everything that is written at once, in any number of rooms: all of it or nothing. Owned by the
 * writer's thread; lives for one turn.
 */
final class SqliteTransaction {
  private static final int TRIM_AT_ONCE = 2_000;
  private static final int FORGET_AT_ONCE = 5_000;

  private final SqliteRooms rooms;
  private final SqliteStatements statements;
  private final int mostRooms;
  private final Map<RoomName, SqliteChange> changes = new HashMap<>();
  private int newRooms;

  SqliteTransaction(SqliteRooms rooms, SqliteStatements statements, Retention retention) {
    this.rooms = rooms;
    this.statements = statements;
    this.mostRooms = retention.mostRooms();
  }

  /** Fails with a {@link Refusal} before anything is done, or with what makes all of it fail. */
  List<Appended> append(RoomName name, List<Draft> batch, long time, long now) throws SQLException {
    SqliteChange change = change(name);
    List<Appended> answers = new ArrayList<>(batch.size());
    for (Draft draft : batch) {
      answers.add(change.append(draft, time, now));
    }
    return answers;
  }

  private SqliteChange change(RoomName name) {
    SqliteChange change = changes.get(name);
    if (change == null) {
      SqliteRoom room = rooms.get(name);
      if (room == null) {
        if (rooms.size() + newRooms >= mostRooms) {
          throw Refusal.of(
              Code.TOO_MANY,
              "There are " + mostRooms + " rooms already; use one of those, or wait.");
        }
        newRooms++;
        room = rooms.create(name);
      }
      change = new SqliteChange(room, statements, rooms.keyRows);
      changes.put(name, change);
    }
    return change;
  }

  /** Deletes what is too old or too many, also where nobody writes: whether there may be more. */
  boolean sweep(long now) throws SQLException {
    boolean more = statements.deleteKeys(rooms.keyRows.over(now));
    int left = TRIM_AT_ONCE;
    for (SqliteRoom room : rooms.all()) {
      if (left > 0 && room.holdsTooMuch(now)) {
        SqliteChange change = change(room.name);
        left -= 1 + change.trim(now, left);
        change.delete();
      }
    }
    return more || left <= 0;
  }

  /** Forgets rooms that may be forgotten, if there are enough; whoever comes later is new. */
  void forgetIdle(int enough, Supplier<String> epochs, long now) throws SQLException {
    List<SqliteRoom> idle = new ArrayList<>();
    for (SqliteRoom room : rooms.all()) {
      if (idle.size() < FORGET_AT_ONCE && rooms.budget.read(room.tail, t -> room.isIdle(now))) {
        idle.add(room);
      }
    }
    if (idle.size() < enough) {
      return;
    }
    String epoch = epochs.get();
    for (SqliteRoom room : idle) {
      statements.deleteRoom(room.name);
    }
    statements.setMeta("epoch", epoch);
    statements.commit();
    rooms.forget(idle, epoch);
  }

  void commit(long now) throws SQLException {
    for (SqliteChange change : changes.values()) {
      change.trim(now, TRIM_AT_ONCE);
      change.save();
    }
    statements.commit();
    for (SqliteChange change : changes.values()) {
      change.committed(rooms.budget, now);
      rooms.put(change.room);
    }
  }

  void rolledBack() {
    changes.values().forEach(SqliteChange::rolledBack);
  }
}
