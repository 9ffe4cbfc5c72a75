package dev.fanfare.history;

import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All rooms of the file. Any thread reads; only the writer's changes, after a commit. */
final class SqliteRooms {
  private static final long TAILS_BYTES = 16 << 20;

  final ByteBudget budget = new ByteBudget(TAILS_BYTES);
  final SqliteClock clock;
  final SqliteKeyRows keyRows;
  private final RetentionOf retention;
  private final ConcurrentMap<RoomName, SqliteRoom> rooms = new ConcurrentHashMap<>();
  private volatile String epoch;

  private SqliteRooms(String epoch, SqliteSettings settings, SqliteClock clock) {
    this.epoch = epoch;
    this.retention = settings.each();
    this.clock = clock;
    this.keyRows = new SqliteKeyRows(settings.retention().dedupMillis());
  }

  static SqliteRooms load(Connection connection, SqliteSettings settings, SqliteClock clock)
      throws SQLException {
    String epoch = SqliteSchema.meta(connection, "epoch");
    if (epoch == null) {
      throw new SQLException("The table meta has no epoch.");
    }
    SqliteRooms rooms = new SqliteRooms(epoch, settings, clock);
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT name, epoch, head, first, bytes, oldest_ms, newest_ms FROM room")) {
        while (row.next()) {
          rooms.add(row);
        }
      }
      long now = clock.now();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT id, room, key, offset, time_ms FROM recent_key ORDER BY id")) {
        while (row.next()) {
          rooms.addKey(row, now);
        }
      }
    }
    connection.commit();
    return rooms;
  }

  private void add(ResultSet row) throws SQLException {
    RoomName name = new RoomName(row.getString(1));
    Position head = new Position(row.getString(2), row.getLong(3));
    rooms.put(
        name,
        new SqliteRoom(
            name,
            head,
            retention.of(name),
            clock,
            row.getLong(4),
            row.getLong(5),
            row.getLong(6),
            row.getLong(7)));
  }

  private void addKey(ResultSet row, long now) throws SQLException {
    long came = clock.whenShown(row.getLong(5));
    keyRows.found(row.getLong(1), came, now);
    SqliteRoom room = get(new RoomName(row.getString(2)));
    if (room != null) {
      room.keys.add(row.getString(3), row.getLong(4), came);
    }
  }

  @Nullable SqliteRoom get(RoomName name) {
    return rooms.get(name);
  }

  Iterable<SqliteRoom> all() {
    return rooms.values();
  }

  int size() {
    return rooms.size();
  }

  /** The place before the first publication of a room that is not there. */
  Position zero() {
    return new Position(epoch, 0);
  }

  /** A room as it would begin now; nobody sees it before {@link #put}. */
  SqliteRoom create(RoomName name) {
    return new SqliteRoom(name, zero(), retention.of(name), clock);
  }

  void put(SqliteRoom room) {
    rooms.putIfAbsent(room.name, room);
  }

  /** Forgets rooms; those that come later begin in the new epoch. */
  void forget(Iterable<SqliteRoom> gone, String newEpoch) {
    epoch = newEpoch; // before the first of them can come back
    for (SqliteRoom room : gone) {
      rooms.remove(room.name);
      budget.release(room.tail);
    }
  }
}
