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
 * its oldest publications first. Keys go when they take more than half of the place, or when no
 * publication is left that could. Callable from any thread; each log is guarded by its own monitor,
 * taken inside that of the budget or alone.
 */
final class ByteBudget {
  private final long limit;
  private final Map<RoomName, Share> shares = new HashMap<>();

  // Both: written to longest ago first, without those that have none left.
  private final Set<RoomLog> withPublications = new LinkedHashSet<>();
  private final Set<RoomLog> withKeys = new LinkedHashSet<>();

  private long used;
  private long usedByKeys;

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
    withPublications.remove(log);
    withKeys.remove(log);
    Share share = shares.get(log.room());
    if (share != null && share.log == log) {
      shares.remove(log.room());
      used -= share.weight;
      usedByKeys -= share.keys;
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
    withPublications.remove(log);
    withPublications.add(log);
    withKeys.remove(log);
    withKeys.add(log);
    makePlace(log);
  }

  private void makePlace(RoomLog newest) {
    while (used > limit && usedByKeys > limit / 2 && !withKeys.isEmpty()) {
      dropKeys(withKeys.iterator().next(), limit / 2);
    }
    while (used > limit && withPublications.size() > 1) {
      RoomLog loser = withPublications.iterator().next();
      dropPublications(loser, 0);
      if (loser.size() == 0) {
        withPublications.remove(loser);
      }
    }
    dropPublications(newest, 1);
    while (used > limit && !withKeys.isEmpty()) {
      dropKeys(withKeys.iterator().next(), 0);
    }
  }

  /** Until it fits, or until only {@code spared} are left. */
  private void dropPublications(RoomLog loser, int spared) {
    synchronized (loser) {
      while (used > limit && loser.size() > spared) {
        loser.dropOldest();
        count(loser);
      }
    }
  }

  /** Until it fits, or until all keys together weigh {@code spared}, or until it has none left. */
  private void dropKeys(RoomLog loser, long spared) {
    synchronized (loser) {
      while (used > limit && usedByKeys > spared && loser.keysWeight() > 0) {
        loser.forgetOldestKey();
        count(loser);
      }
      if (loser.keysWeight() == 0) {
        withKeys.remove(loser);
      }
    }
  }

  /** Each room counts once: with the log that was last seen to change. */
  private synchronized void count(RoomLog log) {
    Share before = shares.get(log.room());
    if (before != null && before.log != log) {
      release(before.log);
      before = null;
    }
    if (before == null) {
      withPublications.add(log);
      withKeys.add(log);
    }
    synchronized (log) {
      Share now = new Share(log, log.weight(), log.keysWeight());
      shares.put(log.room(), now);
      used += now.weight - (before == null ? 0 : before.weight);
      usedByKeys += now.keys - (before == null ? 0 : before.keys);
    }
  }

  private record Share(RoomLog log, long weight, long keys) {}
}
