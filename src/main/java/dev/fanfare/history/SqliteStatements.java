package dev.fanfare.history;

import dev.fanfare.message.Body;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the writer says to its connection, prepared. Owned by the writer's thread. */
final class SqliteStatements implements AutoCloseable {
  private static final int READ_AHEAD = 64;
  private static final int KEYS_AT_ONCE = 5_000;

  private final Connection connection;
  private final PreparedStatement insertText;
  private final PreparedStatement insertBinary;
  private final PreparedStatement insertKey;
  private final PreparedStatement saveRoom;
  private final PreparedStatement deleteBefore;
  private final PreparedStatement deleteRoom;
  private final PreparedStatement deleteKeys;
  private final PreparedStatement selectOldest;

  SqliteStatements(Connection connection) throws SQLException {
    this.connection = connection;
    // Text goes in as the bytes it is, so that what comes out is the same to the last byte.
    insertText = prepare("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?)");
    insertBinary = prepare("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insertKey = prepare("INSERT INTO recent_key VALUES (?, ?, ?, ?, ?)");
    saveRoom =
        prepare(
            "INSERT INTO room VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                + " first = excluded.first, head = excluded.head, bytes = excluded.bytes,"
                + " oldest_ms = excluded.oldest_ms, newest_ms = excluded.newest_ms");
    deleteBefore = prepare("DELETE FROM message WHERE room = ? AND offset < ?");
    deleteRoom = prepare("DELETE FROM room WHERE name = ?");
    deleteKeys =
        prepare(
            "DELETE FROM recent_key WHERE id IN"
                + " (SELECT id FROM recent_key WHERE id <= ? ORDER BY id LIMIT "
                + KEYS_AT_ONCE
                + ")");
    selectOldest =
        prepare(
            "SELECT offset, time_ms, bytes FROM message WHERE room = ? AND offset >= ?"
                + " ORDER BY offset LIMIT "
                + READ_AHEAD);
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  void insert(Publication publication) throws SQLException {
    Body body = publication.body();
    PreparedStatement insert = body.kind() == Body.Kind.BINARY ? insertBinary : insertText;
    insert.setString(1, publication.room().value());
    insert.setLong(2, publication.offset());
    insert.setLong(3, publication.time());
    insert.setString(4, publication.from().id());
    insert.setString(5, publication.from().name());
    insert.setString(6, publication.to());
    insert.setString(7, body.kind().name().toLowerCase(Locale.ROOT));
    insert.setBytes(8, body.bytes());
    insert.setInt(9, publication.weight());
    insert.setString(10, publication.session().isEmpty() ? null : publication.session());
    insert.executeUpdate();
  }

  void insertKey(long id, RoomName room, String key, long offset, long time) throws SQLException {
    insertKey.setLong(1, id);
    insertKey.setString(2, room.value());
    insertKey.setString(3, key);
    insertKey.setLong(4, offset);
    insertKey.setLong(5, time);
    insertKey.executeUpdate();
  }

  void saveRoom(SqliteRoom room, Position head, SqliteChange change) throws SQLException {
    saveRoom.setString(1, room.name.value());
    saveRoom.setString(2, head.epoch());
    saveRoom.setLong(3, change.first());
    saveRoom.setLong(4, head.offset());
    saveRoom.setLong(5, change.bytes());
    saveRoom.setLong(6, change.oldestTime());
    saveRoom.setLong(7, change.newestTime());
    saveRoom.executeUpdate();
  }

  void deleteBefore(RoomName room, long offset) throws SQLException {
    deleteBefore.setString(1, room.value());
    deleteBefore.setLong(2, offset);
    deleteBefore.executeUpdate();
  }

  void deleteRoom(RoomName room) throws SQLException {
    deleteBefore(room, Long.MAX_VALUE);
    deleteRoom.setString(1, room.value());
    deleteRoom.executeUpdate();
  }

  /** Deletes keys up to an id, not too many at once: whether there may be more. */
  boolean deleteKeys(long upTo) throws SQLException {
    deleteKeys.setLong(1, upTo);
    return deleteKeys.executeUpdate() == KEYS_AT_ONCE;
  }

  /** Some of the oldest rows from an offset on. */
  List<SqliteRoom.Old> oldest(RoomName room, long from) throws SQLException {
    selectOldest.setString(1, room.value());
    selectOldest.setLong(2, from);
    List<SqliteRoom.Old> rows = new ArrayList<>(READ_AHEAD);
    try (ResultSet row = selectOldest.executeQuery()) {
      while (row.next()) {
        rows.add(new SqliteRoom.Old(row.getLong(1), row.getLong(2), row.getInt(3)));
      }
    }
    return rows;
  }

  void setMeta(String name, String value) throws SQLException {
    SqliteSchema.setMeta(connection, name, value);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close(); // and with it all its statements
  }
}
