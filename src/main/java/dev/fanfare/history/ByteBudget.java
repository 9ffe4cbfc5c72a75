package dev.fanfare.history;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Holds all logs of a history together below a number of bytes: the room that was written to
 * longest ago loses its oldest publications first; only when none has any left, keys go. Callable
 * from any thread; each log is guarded by its own monitor, taken inside that of the budget or
 * alone.
 */
final class ByteBudget {
  private final long limit;
  private final Set<RoomLog> full = new LinkedHashSet<>(); // written to longest ago first
  private final Set<RoomLog> bare = new LinkedHashSet<>(); // lost all to the budget, save keys
  private long used;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Reads or trims a log. */
  <T> T read(RoomLog log, Function<RoomLog, T> step) {
    T answer;
    long change;
    synchronized (log) {
      change = -log.weight();
      answer = step.apply(log);
      change += log.weight();
    }
    if (change != 0) {
      account(change);
    }
    return answer;
  }

  /** Writes to a log, and makes place for that. */
  <T> T write(RoomLog log, Function<RoomLog, T> step) {
    T answer = read(log, step);
    makePlaceFor(log);
    return answer;
  }

  /** Takes out a log that nobody will write to again. */
  synchronized void release(RoomLog log) {
    full.remove(log);
    bare.remove(log);
    synchronized (log) {
      used -= log.weight();
    }
  }

  synchronized long used() {
    return used;
  }

  private synchronized void account(long change) {
    used += change;
  }

  private synchronized void makePlaceFor(RoomLog log) {
    bare.remove(log);
    full.remove(log);
    full.add(log);
    while (used > limit && full.size() > 1) {
      RoomLog loser = full.iterator().next();
      if (dropPublications(loser, 0)) {
        full.remove(loser);
        bare.add(loser);
      }
    }
    dropPublications(log, 1);
    while (used > limit && !bare.isEmpty()) {
      dropKeys(bare.iterator().next());
    }
  }

  /** Until it fits, or until only {@code spared} are left: then true. */
  private boolean dropPublications(RoomLog loser, int spared) {
    synchronized (loser) {
      long before = loser.weight();
      while (loser.size() > spared && used + loser.weight() - before > limit) {
        loser.dropOldest();
      }
      used += loser.weight() - before;
      return loser.size() <= spared;
    }
  }

  private void dropKeys(RoomLog loser) {
    synchronized (loser) {
      used -= loser.weight();
      loser.forgetKeys();
      used += loser.weight();
    }
    bare.remove(loser);
  }
}
