package dev.fanfare.history;

import dev.fanfare.message.RoomName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Holds many logs together below a number of bytes: the room that was written to longest ago loses
 * its oldest publications first; only when none has any left, keys go. Callable from any thread;
 * each log is guarded by its own monitor, taken inside that of the budget or alone.
 */
final class ByteBudget {
  private final long limit;
  private final Map<RoomName, Share> shares = new HashMap<>();
  private final Set<RoomLog> full = new LinkedHashSet<>(); // written to longest ago first
  private final Set<RoomLog> bare = new LinkedHashSet<>(); // lost all to the budget, save keys
  private long used;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Reads or trims a log. */
  <T> T read(RoomLog log, Function<RoomLog, T> step) {
    T answer;
    boolean changed;
    synchronized (log) {
      long before = log.weight();
      answer = step.apply(log);
      changed = log.weight() != before;
    }
    if (changed) {
      count(log);
    }
    return answer;
  }

  /** Writes to a log, counts it from now on if it did not, and makes place. */
  <T> T write(RoomLog log, Function<RoomLog, T> step) {
    T answer;
    synchronized (log) {
      answer = step.apply(log);
    }
    makePlaceForNewest(log);
    return answer;
  }

  /** Counts a log from now on, if it does not, and makes place. */
  synchronized void add(RoomLog log) {
    count(log);
    makePlace(log);
  }

  /** Takes out a log that nobody will write to again; if somebody does, it is in again. */
  synchronized void release(RoomLog log) {
    full.remove(log);
    bare.remove(log);
    Share share = shares.get(log.room());
    if (share != null && share.log == log) {
      shares.remove(log.room());
      used -= share.weight;
    }
  }

  /** Takes out those of rooms that are gone. */
  void releaseIf(Predicate<RoomName> gone) {
    logs().stream().filter(log -> gone.test(log.room())).forEach(this::release);
  }

  synchronized long used() {
    return used;
  }

  private synchronized List<RoomLog> logs() {
    return shares.values().stream().map(Share::log).toList();
  }

  private synchronized void makePlaceForNewest(RoomLog log) {
    count(log);
    bare.remove(log);
    full.remove(log);
    full.add(log);
    makePlace(log);
  }

  private void makePlace(RoomLog log) {
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
      while (used > limit && loser.size() > spared) {
        loser.dropOldest();
        count(loser);
      }
      return loser.size() <= spared;
    }
  }

  private void dropKeys(RoomLog loser) {
    synchronized (loser) {
      loser.forgetKeys();
      count(loser);
    }
    bare.remove(loser);
  }

  /** Each room counts once: with the log that was last seen to change. */
  private synchronized void count(RoomLog log) {
    Share before = shares.get(log.room());
    if (before != null && before.log != log) {
      release(before.log);
      before = null;
    }
    if (before == null) {
      full.add(log);
    }
    synchronized (log) {
      used += log.weight() - (before == null ? 0 : before.weight);
      shares.put(log.room(), new Share(log, log.weight()));
    }
  }

  private record Share(RoomLog log, long weight) {}
}
