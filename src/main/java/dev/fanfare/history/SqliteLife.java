package dev.fanfare.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the file may have lost what it once had. With {@code sync normal} that is so when the
 * machine went down under it: what was acknowledged last may be missing, and its positions would be
 * given again. Then all rooms go on in another epoch, and what is still there stays readable.
 */
final class SqliteLife {
  private static final String RUNNING = "no";

  private SqliteLife() {}

  /** Notes that a server runs now. The commit must reach the disk before anything else does. */
  static void begin(Connection connection, SqliteSettings settings) throws SQLException {
    if (SqliteSchema.meta(connection, "epoch") == null) {
      SqliteSchema.setMeta(connection, "epoch", settings.epochs().get());
    } else if (mayHaveLost(connection, settings.bootId())) {
      String epoch = settings.epochs().get();
      SqliteSchema.setMeta(connection, "epoch", epoch);
      try (var update = connection.prepareStatement("UPDATE room SET epoch = ?")) {
        update.setString(1, epoch);
        update.executeUpdate();
      }
    }
    SqliteSchema.setMeta(connection, "stopped", RUNNING);
    SqliteSchema.setMeta(connection, "sync", settings.fullSync() ? "full" : "normal");
    SqliteSchema.setMeta(connection, "boot", Objects.requireNonNullElse(settings.bootId(), ""));
    connection.commit();
  }

  private static boolean mayHaveLost(Connection connection, @Nullable String bootId)
      throws SQLException {
    String lastBoot = SqliteSchema.meta(connection, "boot");
    return bootId != null
        && lastBoot != null
        && !lastBoot.isEmpty()
        && !lastBoot.equals(bootId)
        && RUNNING.equals(SqliteSchema.meta(connection, "stopped"))
        && "normal".equals(SqliteSchema.meta(connection, "sync"));
  }
}
