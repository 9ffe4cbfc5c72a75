package dev.fanfare.history;

import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in memory, while the node lives. Callable from any thread; every answer is there
 * at once. With {@link Retention#keepingNothing} it is the history {@code none}.
 *
 * <p>A new room begins in the history's epoch, so that {@code <epoch>-0} is true of it before it
 * exists. When a room is forgotten, rooms that come later begin in another epoch: no position is
 * ever given twice.
 */
public final class MemoryHistory implements History {
  /** As long as there are fewer, forgotten rooms are not worth a new epoch. */
  private static final int IDLE_ROOMS_TO_SWEEP = 1_000;

  private static final long SWEEP_MILLIS = 60_000;
  private static final long SWEEP_WHEN_FULL_MILLIS = 1_000;

  private final RetentionOf retention;
  private final int mostRooms;
  private final LongSupplier clock;
  private final Supplier<String> epochs;
  private final ByteBudget budget;
  private final ConcurrentMap<RoomName, Room> rooms = new ConcurrentHashMap<>();
  private final Object creation = new Object();
  private volatile String epoch;
  private final Rhythm always;
  private final Rhythm whenFull = new Rhythm(SWEEP_WHEN_FULL_MILLIS, Rhythm.NEVER);

  public MemoryHistory(Retention retention, LongSupplier clock, Supplier<String> epochs) {
    this(retention, room -> retention, clock, epochs);
  }

  /**
   * @param retention for all rooms together
   * @param each for each room
   * @param clock how old something is: milliseconds that only go forward, from anywhere
   * @param epochs never gives the same twice
   */
  public MemoryHistory(
      Retention retention, RetentionOf each, LongSupplier clock, Supplier<String> epochs) {
    this.retention = each;
    this.mostRooms = retention.mostRooms();
    this.clock = clock;
    this.epochs = epochs;
    this.budget = new ByteBudget(retention.totalBytes());
    this.epoch = epochs.get();
    this.always = new Rhythm(SWEEP_MILLIS, clock.getAsLong());
  }

  @Override
  public Future<List<Appended>> append(RoomName name, List<Draft> batch, long time) {
    sweepNowAndThen();
    while (true) {
      Room room = rooms.get(name);
      if (room == null) {
        room = create(name);
      }
      if (room == null) {
        return Future.failedFuture(
            Refusal.of(
                Code.TOO_MANY,
                "There are " + mostRooms + " rooms already; use one of those, or wait."));
      }
      List<Appended> answers = appendTo(room, batch, time);
      if (answers != null) {
        return Future.succeededFuture(answers);
      }
    }
  }

  @Override
  public Future<Page> after(RoomName room, Since since, int limit) {
    return Future.succeededFuture(read(room, log -> log.after(since, limit)));
  }

  @Override
  public Future<Page> before(RoomName room, @Nullable Position before, int limit) {
    return Future.succeededFuture(read(room, log -> log.before(before, limit)));
  }

  @Override
  public Future<Position> head(RoomName room) {
    return Future.succeededFuture(read(room, RoomLog::head));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  /** What is kept, in bytes. */
  long bytes() {
    return budget.used();
  }

  /** How many rooms are remembered. */
  int rooms() {
    return rooms.size();
  }

  private @Nullable List<Appended> appendTo(Room room, List<Draft> batch, long time) {
    long now = clock.getAsLong();
    List<Appended> answers = new ArrayList<>(batch.size());
    boolean done =
        budget.write(
            room.log,
            log -> {
              if (room.gone) {
                return false;
              }
              for (Draft draft : batch) {
                answers.add(log.append(draft, time, now));
              }
              return true;
            });
    return done ? answers : null;
  }

  private <T> T read(RoomName name, Function<RoomLog, T> step) {
    Room room = rooms.get(name);
    if (room == null) {
      return step.apply(new RoomLog(name, epoch, retention.of(name)));
    }
    return budget.read(
        room.log,
        log -> {
          log.trim(clock.getAsLong());
          return step.apply(log);
        });
  }

  /** Null if there are too many. */
  private @Nullable Room create(RoomName name) {
    synchronized (creation) {
      if (rooms.size() >= mostRooms && !rooms.containsKey(name)) {
        sweepWhenFull();
        if (rooms.size() >= mostRooms) {
          return null;
        }
      }
      return rooms.computeIfAbsent(name, n -> new Room(new RoomLog(n, epoch, retention.of(n))));
    }
  }

  private void sweepNowAndThen() {
    if (always.isDue(clock.getAsLong())) {
      synchronized (creation) {
        sweep(IDLE_ROOMS_TO_SWEEP);
      }
    }
  }

  /** Going through all rooms takes time: who asks for new rooms all the time gets no more of it. */
  private void sweepWhenFull() {
    if (whenFull.isDue(clock.getAsLong())) {
      sweep(1);
    }
  }

  /** Trims all rooms, and forgets the idle ones if there are enough of them. */
  private void sweep(int enough) {
    long now = clock.getAsLong();
    List<RoomName> idle = new ArrayList<>();
    rooms.forEach(
        (name, room) -> {
          boolean isIdle =
              budget.read(
                  room.log,
                  log -> {
                    log.trim(now);
                    return log.isIdle(now);
                  });
          if (isIdle) {
            idle.add(name);
          }
        });
    if (idle.size() >= enough) {
      epoch = epochs.get(); // before the first of them can come back
      idle.forEach(name -> forget(name, now));
    }
  }

  private void forget(RoomName name, long now) {
    Room room = rooms.get(name);
    if (room == null) {
      return;
    }
    boolean gone = budget.read(room.log, log -> room.gone = log.isIdle(now));
    if (gone) {
      budget.release(room.log);
      rooms.remove(name);
    }
  }

  /** Guarded by the monitor of its log. */
  private static final class Room {
    final RoomLog log;
    boolean gone;

    Room(RoomLog log) {
      this.log = log;
    }
  }
}
