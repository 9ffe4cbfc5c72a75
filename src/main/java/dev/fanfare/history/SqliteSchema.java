package dev.fanfare.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables, and how each version becomes the next. {@code PRAGMA user_version} counts them. */
final class SqliteSchema {
  /** "Fanf": `file` and other programs can tell whose database this is. */
  private static final int APPLICATION_ID = 0x46616e66;

  /** One list of statements per version. Never change one that was released: add the next. */
  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
              """
              CREATE TABLE room (
                name TEXT PRIMARY KEY,
                epoch TEXT NOT NULL,
                first INTEGER NOT NULL,     -- the oldest offset that is kept
                head INTEGER NOT NULL,      -- the newest offset ever given
                bytes INTEGER NOT NULL,     -- of the messages that are kept
                oldest_ms INTEGER NOT NULL, -- time of the oldest that is kept
                newest_ms INTEGER NOT NULL
              ) WITHOUT ROWID\
              """,
              """
              CREATE TABLE message (
                room TEXT NOT NULL,
                offset INTEGER NOT NULL,
                time_ms INTEGER NOT NULL,
                sender_id TEXT NOT NULL,
                sender_name TEXT NOT NULL,
                recipient_id TEXT,
                kind TEXT NOT NULL,         -- text, json or binary
                body NOT NULL,              -- TEXT, or a BLOB if binary
                bytes INTEGER NOT NULL,
                PRIMARY KEY (room, offset)
              ) WITHOUT ROWID\
              """,
              """
              CREATE TABLE recent_key (
                id INTEGER PRIMARY KEY,     -- in the order of time
                room TEXT NOT NULL,
                key TEXT NOT NULL,
                offset INTEGER NOT NULL,
                time_ms INTEGER NOT NULL
              )\
              """,
              """
              CREATE VIEW history AS
              SELECT m.room, r.epoch || '-' || m.offset AS position,
                datetime(m.time_ms / 1000, 'unixepoch') AS utc,
                m.sender_name AS sender, m.sender_id, m.recipient_id, m.kind,
                CASE m.kind WHEN 'binary' THEN hex(m.body) ELSE m.body END AS body
              FROM message m JOIN room r ON r.name = m.room
              WHERE m.offset >= r.first\
              """),
          // Of a sender that does not want its own messages back.
          List.of("ALTER TABLE message ADD COLUMN session TEXT"));

  private SqliteSchema() {}

  /** Brings the file to the newest version. */
  static void migrate(Connection connection, String file) throws SQLException {
    int version = pragma(connection, "user_version");
    boolean foreign = pragma(connection, "application_id") != APPLICATION_ID;
    if (foreign && !isEmpty(connection)) {
      throw new HistoryException(
          "history.path: " + file + " is the database of another program. Choose another path.");
    }
    if (version > MIGRATIONS.size()) {
      throw new HistoryException(
          "history.path: "
              + file
              + " was written by a newer Fanfare (schema "
              + version
              + ", this one knows "
              + MIGRATIONS.size()
              + "). Run that one, or choose another path.");
    }
    for (int next = version; next < MIGRATIONS.size(); next++) {
      for (String statement : MIGRATIONS.get(next)) {
        execute(connection, statement);
      }
      execute(connection, "PRAGMA user_version = " + (next + 1));
      execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
      connection.commit();
    }
    connection.commit();
  }

  static @Nullable String meta(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  static void setMeta(Connection connection, String name, String value) throws SQLException {
    try (PreparedStatement replace =
        connection.prepareStatement("REPLACE INTO meta VALUES (?, ?)")) {
      replace.setString(1, name);
      replace.setString(2, value);
      replace.executeUpdate();
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
      return row.next() && row.getInt(1) == 0;
    }
  }
}
