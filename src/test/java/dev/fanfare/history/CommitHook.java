package dev.fanfare.history;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;
import java.util.logging.Logger;
import org.sqlite.JDBC;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/**
 * SQLite's driver, but with something to be done inside each commit, before it is in the file. For
 * a process of its own: it stands in for the driver everywhere.
 */
final class CommitHook implements Driver, SQLiteCommitListener {
  private final JDBC sqlite = new JDBC();
  private final Runnable inside;

  private CommitHook(Runnable inside) {
    this.inside = inside;
  }

  /** {@code inside} runs on the committing thread. */
  static void install(Runnable inside) throws SQLException {
    CommitHook hook = new CommitHook(inside);
    for (Driver known : Collections.list(DriverManager.getDrivers())) {
      DriverManager.deregisterDriver(known);
    }
    DriverManager.registerDriver(hook);
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    Connection connection = sqlite.connect(url, info);
    if (connection instanceof SQLiteConnection file) {
      file.addCommitListener(this);
    }
    return connection;
  }

  @Override
  public void onCommit() {
    inside.run();
  }

  @Override
  public void onRollback() {}

  @Override
  public boolean acceptsURL(String url) {
    return sqlite.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    return sqlite.getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return sqlite.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return sqlite.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return sqlite.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(CommitHook.class.getName());
  }
}
