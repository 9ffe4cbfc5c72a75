package dev.fanfare.history;

import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything in one file. Callable from any thread. One thread writes ({@link SqliteWriter}),
 * one reads ({@link SqliteReader}); the newest of each room is in memory and answered at once.
 */
public final class SqliteHistory implements History {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteHistory.class);
  private static final int MOST_READS_WAITING = 10_000;

  private final Vertx vertx;
  private final SqliteSettings settings;
  private final SqliteFile file;
  private final SqliteQueue queue;
  private final SqliteTurns turns;
  private final SqliteWriter writer;
  private final Thread writing;
  private final SqliteReader reader;
  private final ThreadPoolExecutor reading;
  private final Promise<Void> closed = Promise.promise();

  private SqliteHistory(
      Vertx vertx, SqliteSettings settings, SqliteFile file, Connection connection)
      throws SQLException {
    this.vertx = vertx;
    this.settings = settings;
    this.file = file;
    this.queue = new SqliteQueue();
    this.turns = new SqliteTurns(queue);
    this.writer = new SqliteWriter(file, settings, connection, queue);
    this.writing = daemon(this::write, "fanfare-history-writer");
    this.reader = new SqliteReader(file);
    this.reading =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_READS_WAITING),
            task -> daemon(task, "fanfare-history-reader"));
  }

  /** Opens off the loop. Fails with a {@link HistoryException} that says what to do. */
  public static Future<SqliteHistory> open(Vertx vertx, SqliteSettings settings) {
    return vertx.executeBlocking(() -> openNow(vertx, settings));
  }

  private static SqliteHistory openNow(Vertx vertx, SqliteSettings settings) {
    SqliteFile file = SqliteFile.open(settings.file(), settings.fullSync());
    try {
      Connection connection = file.connect();
      SqliteLife.begin(connection, settings);
      file.relax(connection);
      SqliteHistory history = new SqliteHistory(vertx, settings, file, connection);
      history.writing.start();
      return history;
    } catch (SQLException e) {
      file.close();
      throw file.explain(e);
    }
  }

  /** Whether storing works as far as is known: false after a failure, until a write succeeds. */
  public boolean isWritable() {
    return !writer.isFailing();
  }

  @Override
  public Future<List<Appended>> append(RoomName room, List<Draft> batch, long time) {
    SqliteAppend append = new SqliteAppend(room, batch, time, vertx.getOrCreateContext());
    return turns.add(append)
        ? append.future()
        : Future.failedFuture(
            Refusal.unavailable(
                "Too much waits to be stored, or the server is stopping; try again."));
  }

  @Override
  public Future<Page> after(RoomName name, Since since, int limit) {
    SqliteRooms rooms = writer.rooms();
    SqliteRoom room = rooms.get(name);
    if (room == null) {
      return Future.succeededFuture(nothing(name, rooms).after(since, limit));
    }
    long now = rooms.clock.now();
    Page page = rooms.budget.read(room.tail, tail -> room.after(since, limit, now));
    return page != null
        ? Future.succeededFuture(page)
        : read(() -> reader.after(rooms, room, since, limit));
  }

  @Override
  public Future<Page> before(RoomName name, @Nullable Position before, int limit) {
    SqliteRooms rooms = writer.rooms();
    SqliteRoom room = rooms.get(name);
    if (room == null) {
      return Future.succeededFuture(nothing(name, rooms).before(before, limit));
    }
    long now = rooms.clock.now();
    Page page = rooms.budget.read(room.tail, tail -> room.before(before, limit, now));
    return page != null
        ? Future.succeededFuture(page)
        : read(() -> reader.before(rooms, room, before, limit));
  }

  @Override
  public Future<Position> head(RoomName name) {
    SqliteRooms rooms = writer.rooms();
    SqliteRoom room = rooms.get(name);
    return Future.succeededFuture(
        room == null ? rooms.zero() : rooms.budget.read(room.tail, RoomLog::head));
  }

  @Override
  public Future<Void> close() {
    queue.close();
    Caller<Void> caller = new Caller<>(vertx.getOrCreateContext());
    closed.future().onComplete(caller::answer);
    return caller.future();
  }

  private void write() {
    writer.run();
    try {
      reading.execute(this::finish); // after all reads that wait
    } catch (RejectedExecutionException e) {
      finish();
    }
  }

  private void finish() {
    reader.close();
    file.close();
    reading.shutdown();
    closed.tryComplete();
  }

  private <T> Future<T> read(Callable<T> query) {
    Caller<T> caller = new Caller<>(vertx.getOrCreateContext());
    try {
      reading.execute(() -> caller.answer(answer(query)));
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(
          Refusal.unavailable("Too many read the history just now; try again."));
    }
    return caller.future();
  }

  private <T> Future<T> answer(Callable<T> query) {
    try {
      return Future.succeededFuture(query.call());
    } catch (Exception e) {
      LOG.error("history: cannot read {}: {}", file, e.toString());
      LOG.debug("history: cannot read {}", file, e);
      return Future.failedFuture(
          Refusal.unavailable("The history cannot be read just now; try again."));
    }
  }

  private RoomLog nothing(RoomName name, SqliteRooms rooms) {
    return new RoomLog(rooms.zero(), name, settings.each().of(name));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
