package dev.fanfare.history;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads from the file what is not in a tail. Owned by the reader's thread. */
final class SqliteReader {
  private static final int TAIL_ROWS = 200;

  private final SqliteFile file;
  private @Nullable Connection connection;

  SqliteReader(SqliteFile file) {
    this.file = file;
  }

  /** Fails with what SQLite says; the next call begins with a new connection. */
  Page after(SqliteRooms rooms, SqliteRoom room, Since since, int limit) throws SQLException {
    return reconnectingAfterFailure(
        () -> {
          long now = rooms.clock.now();
          fillTail(rooms, room, now);
          Page page = rooms.budget.read(room.tail, tail -> room.after(since, limit, now));
          if (page != null) {
            return page;
          }
          Span span = span(rooms, room, now);
          return page(room, span, span.after(since, limit));
        });
  }

  /** The same backwards. */
  Page before(SqliteRooms rooms, SqliteRoom room, @Nullable Position before, int limit)
      throws SQLException {
    return reconnectingAfterFailure(
        () -> {
          long now = rooms.clock.now();
          fillTail(rooms, room, now);
          Page page = rooms.budget.read(room.tail, tail -> room.before(before, limit, now));
          if (page != null) {
            return page;
          }
          Span span = span(rooms, room, now);
          return page(room, span, span.before(before, limit));
        });
  }

  void close() {
    disconnect();
  }

  /** A room that nobody looked at since the start, or for long, becomes a warm one. */
  private void fillTail(SqliteRooms rooms, SqliteRoom room, long now) throws SQLException {
    Span span = rooms.budget.read(room.tail, tail -> tail.size() > 0 ? null : room.span(now));
    if (span == null || span.first() > span.head().offset()) {
      return;
    }
    long to = span.head().offset();
    long from = Math.max(span.first(), to - TAIL_ROWS + 1);
    List<Publication> newestFirst = new ArrayList<>(rows(room, span.head(), from, to));
    Collections.reverse(newestFirst);
    rooms.budget.write(
        room.tail,
        tail -> {
          room.fillTail(span.head(), newestFirst);
          return tail;
        });
  }

  /** What is kept, also where the writer did not yet delete what is too old. */
  private Span span(SqliteRooms rooms, SqliteRoom room, long now) throws SQLException {
    Span span = rooms.budget.read(room.tail, tail -> room.span(now));
    try (PreparedStatement select =
        connected()
            .prepareStatement(
                "SELECT offset FROM message WHERE room = ? AND offset >= ? AND time_ms >= ?"
                    + " ORDER BY offset LIMIT 1")) {
      select.setString(1, room.name.value());
      select.setLong(2, span.first());
      select.setLong(3, rooms.clock.shownSince(now - room.retention.ageMillis()));
      try (ResultSet row = select.executeQuery()) {
        long end = span.head().offset() + 1;
        return new Span(span.head(), row.next() ? Math.min(end, row.getLong(1)) : end);
      }
    }
  }

  private Page page(SqliteRoom room, Span span, Span.Part part) throws SQLException {
    Position head = span.head();
    List<Publication> rows = rows(room, head, part.from(), part.to());
    long from = part.to() - rows.size() + 1; // later, if the writer deleted some meanwhile
    boolean gap = part.gap() || from > part.from() && part.to() >= part.from();
    Position base = head.at(Math.max(from, part.from()) - 1);
    return new Page(base, rows, head, part.more(), gap);
  }

  /** The rows from one offset to another; only the last of them, if one is missing. */
  private List<Publication> rows(SqliteRoom room, Position head, long from, long to)
      throws SQLException {
    List<Publication> rows = new ArrayList<>();
    try (PreparedStatement select =
        connected()
            .prepareStatement(
                "SELECT offset, time_ms, sender_id, sender_name, recipient_id, kind,"
                    + " CAST(body AS BLOB), session FROM message"
                    + " WHERE room = ? AND offset BETWEEN ? AND ? ORDER BY offset")) {
      select.setString(1, room.name.value());
      select.setLong(2, from);
      select.setLong(3, to);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Publication publication = publication(room, head, row);
          if (!rows.isEmpty() && rows.get(rows.size() - 1).offset() + 1 != publication.offset()) {
            rows.clear();
          }
          rows.add(publication);
        }
      }
    }
    if (!rows.isEmpty() && rows.get(rows.size() - 1).offset() != to) {
      throw new SQLException("The newest messages of the room " + room.name + " are missing.");
    }
    return rows;
  }

  private static Publication publication(SqliteRoom room, Position head, ResultSet row)
      throws SQLException {
    byte[] bytes = row.getBytes(7);
    String session = row.getString(8);
    Body.Kind kind = Body.Kind.valueOf(row.getString(6).toUpperCase(Locale.ROOT));
    return new Publication(
        room.name,
        head.at(row.getLong(1)),
        row.getLong(2),
        new User(row.getString(3), row.getString(4)),
        row.getString(5),
        Body.of(kind, bytes == null ? new byte[0] : bytes),
        session == null ? "" : session);
  }

  private <T> T reconnectingAfterFailure(SqliteQuery<T> query) throws SQLException {
    try {
      return query.run();
    } catch (SQLException | RuntimeException e) {
      disconnect();
      throw e;
    }
  }

  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = file.connectToRead();
      connection = open;
    }
    return open;
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      // It is not used again.
    }
  }

  /** A look into the file. */
  private interface SqliteQuery<T> {
    T run() throws SQLException;
  }
}
