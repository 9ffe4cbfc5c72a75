package dev.fanfare.history;

import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes all that waits, writes it as one transaction, then answers. A
 * transaction that fails is refused whole and leaves nothing behind; the next one tries again.
 */
final class SqliteWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);
  private static final long SWEEP_MILLIS = 60_000;
  private static final long SWEEP_WHEN_FULL_MILLIS = 1_000;
  private static final int IDLE_ROOMS_TO_FORGET = 1_000;
  private static final int PROBE_BYTES = 64 << 10;

  private final SqliteFile file;
  private final SqliteSettings settings;
  private final SqliteQueue queue;
  private final SqliteClock clock;
  private volatile SqliteRooms rooms;
  private volatile boolean failing;
  private @Nullable SqliteStatements statements;
  private final Rhythm always = new Rhythm(SWEEP_MILLIS, Rhythm.NEVER);
  private final Rhythm whenFull = new Rhythm(SWEEP_WHEN_FULL_MILLIS, Rhythm.NEVER);

  SqliteWriter(SqliteFile file, SqliteSettings settings, Connection connection, SqliteQueue queue)
      throws SQLException {
    this.file = file;
    this.settings = settings;
    this.queue = queue;
    this.clock = new SqliteClock(settings.clocks());
    this.rooms = SqliteRooms.load(connection, settings, clock);
    this.statements = new SqliteStatements(connection);
  }

  /** From any thread. */
  SqliteRooms rooms() {
    return rooms;
  }

  /** From any thread: whether the last that was tried could not be written. */
  boolean isFailing() {
    return failing;
  }

  /** Until the queue is closed and empty. */
  @Override
  public void run() {
    while (queue.isOpen()) {
      turn(queue.take());
    }
    leave();
  }

  private void turn(List<SqliteAppend> group) {
    @Nullable SqliteTransaction transaction = null;
    try {
      SqliteStatements ready = connected();
      makeRoomFor(group, ready);
      if (!group.isEmpty()) {
        transaction = new SqliteTransaction(rooms, ready, settings.retention());
        write(group, transaction);
        transaction = null;
      } else if (failing) {
        probe(ready);
      }
      recovered();
      SqliteAppend.deliver(group);
    } catch (SQLException | RuntimeException e) {
      rollBack(transaction);
      failed(e);
      refuse(group, Refusal.unavailable("The history cannot be written just now; try again."));
      return;
    }
    sweepNowAndThen();
  }

  private void write(List<SqliteAppend> group, SqliteTransaction transaction) throws SQLException {
    long now = clock.now();
    for (SqliteAppend append : group) {
      try {
        append.answer(transaction.append(append.room, append.batch, append.time, now));
      } catch (Refusal refusal) {
        append.fail(refusal);
      }
    }
    transaction.commit(now);
  }

  /** When no new room fits, those that nobody needs any more make place. */
  private void makeRoomFor(List<SqliteAppend> group, SqliteStatements ready) throws SQLException {
    if (rooms.size() + group.size() <= settings.retention().mostRooms()) {
      return;
    }
    long newRooms = group.stream().map(a -> a.room).distinct().filter(this::isNew).count();
    long now = clock.now();
    if (rooms.size() + newRooms > settings.retention().mostRooms() && whenFull.isDue(now)) {
      new SqliteTransaction(rooms, ready, settings.retention())
          .forgetIdle(1, settings.epochs(), now);
    }
  }

  private boolean isNew(RoomName room) {
    return rooms.get(room) == null;
  }

  private void sweepNowAndThen() {
    long now = clock.now();
    if (!always.isDue(now)) {
      return;
    }
    SqliteTransaction sweep = null;
    try {
      SqliteStatements ready = connected();
      sweep = new SqliteTransaction(rooms, ready, settings.retention());
      boolean more = sweep.sweep(now);
      sweep.commit(now);
      sweep = null;
      new SqliteTransaction(rooms, ready, settings.retention())
          .forgetIdle(IDLE_ROOMS_TO_FORGET, settings.epochs(), now);
      if (more) {
        always.again();
      }
    } catch (SQLException | RuntimeException e) {
      rollBack(sweep);
      failed(e);
    }
  }

  /** Whoever waits for the disk may not come to publish: writes as much as a large message. */
  private void probe(SqliteStatements ready) throws SQLException {
    ready.setMeta("probe", " ".repeat(PROBE_BYTES));
    ready.commit();
    ready.setMeta("probe", "");
    ready.commit();
  }

  private SqliteStatements connected() throws SQLException {
    SqliteStatements open = statements;
    if (open == null) {
      Connection connection = file.connect();
      file.relax(connection);
      // The file knows best what it has.
      rooms = SqliteRooms.load(connection, settings, clock);
      open = new SqliteStatements(connection);
      statements = open;
    }
    return open;
  }

  private void rollBack(@Nullable SqliteTransaction transaction) {
    if (transaction != null) {
      transaction.rolledBack();
    }
    SqliteStatements open = statements;
    if (open == null) {
      return;
    }
    try {
      open.rollback();
    } catch (SQLException e) {
      disconnect(open); // the next turn comes with a new connection
    }
  }

  private void disconnect(SqliteStatements open) {
    statements = null;
    try {
      open.close();
    } catch (SQLException e) {
      LOG.debug("The connection to {} did not close", file, e);
    }
  }

  private void refuse(List<SqliteAppend> group, Refusal refusal) {
    group.forEach(append -> append.fail(refusal));
    SqliteAppend.deliver(group);
  }

  private void failed(Exception e) {
    if (failing) {
      return;
    }
    failing = true;
    LOG.error(
        "history: cannot write {}, publishing waits until that works: {}", file, e.toString());
    LOG.debug("history: cannot write {}", file, e);
  }

  private void recovered() {
    if (failing) {
      failing = false;
      LOG.info("history: {} can be written again", file);
    }
  }

  private void leave() {
    SqliteStatements open = statements;
    if (open == null) {
      return;
    }
    try {
      open.setMeta("stopped", "clean");
      open.commit();
    } catch (SQLException e) {
      LOG.warn("history: could not note the end in {}", file, e);
    }
    disconnect(open);
  }
}
