package dev.fanfare.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/**
 * The database file of this process: locked against a second Fanfare, checked, and brought to the
 * newest schema. People may read it with the {@code sqlite3} shell meanwhile.
 */
final class SqliteFile implements AutoCloseable {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** Else the driver asks after each row that was inserted for its number. */
  private static final String GENERATED_KEYS = "jdbc.get_generated_keys";

  private final Path path;
  private final boolean fullSync;
  private final FileChannel lock;

  private SqliteFile(Path path, boolean fullSync, FileChannel lock) {
    this.path = path;
    this.fullSync = fullSync;
    this.lock = lock;
  }

  /** Blocks. Fails with a {@link HistoryException} that says what to do. */
  static SqliteFile open(Path path, boolean fullSync) {
    SqliteLibrary.load();
    if (Files.isDirectory(path)) {
      throw problem(path, "is a folder. Name a file in it, such as " + path.resolve("fanfare.db"));
    }
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel lock = lock(path);
      SqliteFile file = new SqliteFile(path, fullSync, lock);
      try {
        file.check();
      } catch (HistoryException | IOException e) {
        lock.close();
        throw e;
      }
      return file;
    } catch (IOException e) {
      throw unusable(path, e.toString());
    }
  }

  /** For the one writer. */
  Connection connect() throws SQLException {
    Properties driver = new Properties();
    driver.setProperty(GENERATED_KEYS, "false");
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path, driver);
    try {
      SqliteSchema.execute(connection, "PRAGMA busy_timeout = 5000");
      useWriteAheadLog(connection);
      SqliteSchema.execute(connection, "PRAGMA synchronous = FULL");
      SqliteSchema.execute(connection, "PRAGMA journal_size_limit = 67108864");
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** From now on as durable as the configuration wants it; before, as durable as can be. */
  void relax(Connection connection) throws SQLException {
    if (!fullSync) {
      connection.commit();
      connection.setAutoCommit(true); // inside a transaction the pragma would do nothing
      SqliteSchema.execute(connection, "PRAGMA synchronous = NORMAL");
      connection.setAutoCommit(false);
    }
  }

  Connection connectToRead() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
    try {
      SqliteSchema.execute(connection, "PRAGMA busy_timeout = 5000");
      SqliteSchema.execute(connection, "PRAGMA query_only = 1");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** What an SQL failure at the start means for the operator. */
  HistoryException explain(SQLException e) {
    if (!(e instanceof SQLiteException failure)) {
      return unusable(path, String.valueOf(e.getMessage()));
    }
    return switch (failure.getResultCode().code & 0xff) {
      case 5, 6 ->
          problem(path, "is locked by another program. End what it does there, then start again");
      case 11 -> damaged(path, String.valueOf(e.getMessage()));
      case 26 -> foreign(path);
      case 13 -> problem(path, "cannot grow: the disk is full. Make place, then start again");
      default -> unusable(path, String.valueOf(e.getMessage()));
    };
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolveSibling(path.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw problem(
          path,
          "is in use by another Fanfare. Stop that one, or give each a history.path of its own");
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held inside this process
    }
  }

  private void check() throws IOException {
    if (Files.exists(path) && Files.size(path) > 0 && !startsLikeSqlite()) {
      throw foreign(path);
    }
    try (Connection connection = connect()) {
      quickCheck(connection);
      SqliteSchema.migrate(connection, path.toString());
    } catch (SQLException e) {
      throw explain(e);
    }
  }

  private boolean startsLikeSqlite() throws IOException {
    try (var in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  private void quickCheck(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String found = row.next() ? row.getString(1) : "no answer";
      if (!"ok".equals(found)) {
        throw damaged(path, String.valueOf(found).replace('\n', ' '));
      }
    }
    connection.commit();
  }

  private void useWriteAheadLog(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA journal_mode = WAL")) {
      if (!row.next() || !"wal".equals(row.getString(1))) {
        throw problem(
            path, "lies where SQLite cannot keep a write-ahead log. Choose a path on a local disk");
      }
    }
  }

  private static HistoryException damaged(Path path, String found) {
    return problem(
        path,
        "is damaged ("
            + found
            + "). Restore a copy, or move it, its -wal and its -shm file away to begin anew");
  }

  private static HistoryException foreign(Path path) {
    return problem(path, "is not a SQLite database. Choose another path, or move that file away");
  }

  private static HistoryException unusable(Path path, String reason) {
    return problem(
        path,
        "cannot be read and written ("
            + reason
            + "). Give the user that runs Fanfare the right to, or choose another path");
  }

  private static HistoryException problem(Path path, String sentence) {
    return new HistoryException("history.path: " + path + " " + sentence + ".");
  }
}
