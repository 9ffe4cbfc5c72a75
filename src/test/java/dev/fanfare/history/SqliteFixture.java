package dev.fanfare.history;

import dev.fanfare.message.Clocks;
import dev.fanfare.message.RoomName;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Opens SQLite histories over one file, and looks into it as the {@code sqlite3} shell would. */
final class SqliteFixture implements AutoCloseable {
  final Path path;
  private final Vertx vertx = Vertx.vertx();
  private final Clocks clocks;
  private final Random random;

  SqliteFixture(Path path, Clocks clocks) {
    this(path, clocks, new Random(11));
  }

  private SqliteFixture(Path path, Clocks clocks, Random random) {
    this.path = path;
    this.clocks = clocks;
    this.random = random;
  }

  Vertx vertx() {
    return vertx;
  }

  SqliteSettings settings(Retention retention) {
    return settings(retention, room -> retention, false, "boot-1");
  }

  SqliteSettings settings(Retention node, RetentionOf each, boolean fullSync, String bootId) {
    return new SqliteSettings(path, fullSync, node, each, clocks, new Epochs(random), bootId);
  }

  SqliteHistory open(SqliteSettings settings) {
    return HistoryContract.await(SqliteHistory.open(vertx, settings));
  }

  SqliteHistory open(Retention retention) {
    return open(settings(retention));
  }

  /** What a kill leaves behind: the files as they are now, without the lock. */
  SqliteFixture copyAsAfterAKill(Path folder) throws Exception {
    for (String end : List.of("", "-wal")) {
      Path from = path.resolveSibling(path.getFileName() + end);
      if (Files.exists(from)) {
        Files.copy(from, folder.resolve(from.getFileName()));
      }
    }
    return new SqliteFixture(folder.resolve(path.getFileName()), clocks, random);
  }

  List<String> select(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(row.getString(i));
        }
        rows.add(String.join("|", columns));
      }
      return rows;
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static RoomName room(int number) {
    return RoomName.of("r" + number);
  }

  @Override
  public void close() {
    HistoryContract.await(vertx.close());
  }
}
