package dev.fanfare.history;

import com.hazelcast.spi.exception.RetryableHazelcastException;
import dev.fanfare.history.ClusterAnswer.Kind;
import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One room as its owner and the backup keep it: the log, up to where the log is known to be on both
 * of them, and what each lane was answered last, so that a batch which is sent again changes
 * nothing and gets the same answer. Touched by the thread of its partition only.
 *
 * <p>How old something is, owner and backup say each by their own clock, and a room that moves
 * takes along ages, not times: so what the clocks on the walls of nodes show is of no matter.
 */
final class ClusterRoom {
  /**
   * More than there are nodes. So many wrote here since a lane did: it does not repeat its last
   * batch. (Their clocks do not tell how long ago that was.)
   */
  private static final int MOST_LANES = 64;

  /** The one that wrote last is the last. */
  private final Map<String, Last> lanes = new LinkedHashMap<>();

  private final ClusterKeeper keeper;

  /** Its head moves here only; what it keeps, other rooms' threads may let go at any moment. */
  private RoomLog log;

  private long copied;

  /** What this backup missed is up to here; 0: it missed nothing. */
  private long missed;

  /** A room of which all is on both. */
  ClusterRoom(RoomLog log, ClusterKeeper keeper) {
    this(log, log.head().offset(), keeper);
  }

  /**
   * @param copied the offset up to where the log is known to be on both
   * @param keeper of the node that this is on
   */
  ClusterRoom(RoomLog log, long copied, ClusterKeeper keeper) {
    this.log = log;
    this.copied = copied;
    this.keeper = keeper;
  }

  /** On the clock by which the log says how old something is. */
  private long now() {
    return keeper.now();
  }

  /** From now on it counts to what this node keeps. */
  ClusterRoom counted() {
    keeper.budget().add(log);
    return this;
  }

  /** It does not count any more. */
  void gone() {
    keeper.budget().release(log);
  }

  /** Forgets what is too old. */
  void trim() {
    read(
        all -> {
          all.trim(now());
          return true;
        });
  }

  /** All that is kept now, for who takes longer to look at it. */
  RoomLog snapshot() {
    return copy(log.head().epoch(), log.retention());
  }

  <T> T read(Function<RoomLog, T> step) {
    return keeper.budget().read(log, step);
  }

  private <T> T write(Function<RoomLog, T> step) {
    return keeper.budget().write(log, step);
  }

  /**
   * Whether the room may be forgotten: nothing came for so long that nothing is kept.
   *
   * @param early so much before its time, in milliseconds; at most half of it
   */
  boolean isIdle(long early) {
    long idle = log.retention().idleMillis();
    return log.lastCame() < now() + Math.min(early, idle / 2) - idle;
  }

  /** The newest position that was given. */
  Position head() {
    return log.head();
  }

  /** The offset up to where the log is known to be on owner and backup. */
  long copied() {
    return copied;
  }

  /** Somebody heard that the log is on both up to a position. */
  void copied(@Nullable Position upTo) {
    if (upTo != null && upTo.epoch().equals(log.head().epoch())) {
      copied = Math.max(copied, Math.min(upTo.offset(), log.head().offset()));
    }
  }

  /** The answer to a batch that was here before; null for a new one. */
  @Nullable ClusterAnswer known(ClusterBatch batch) {
    Last last = lanes.get(batch.lane());
    if (last == null || last.number < batch.number()) {
      return null;
    }
    return last.number == batch.number() ? last.answer : ClusterAnswer.of(Kind.STALE);
  }

  ClusterAnswer append(ClusterBatch batch) {
    keep(batch.retention());
    long now = now();
    List<Long> offsets = write(all -> append(all, batch, now));
    ClusterAnswer answer = ClusterAnswer.stored(log.head().epoch(), offsets);
    remember(batch.lane(), batch.number(), answer);
    return answer;
  }

  private static List<Long> append(RoomLog log, ClusterBatch batch, long now) {
    List<Long> offsets = new ArrayList<>(batch.items().size());
    for (Item item : batch.items()) {
      Appended appended = log.append(item.draft(), item.time(), now);
      long offset = appended.position().offset();
      offsets.add(appended.stored() == null ? -offset : offset);
    }
    return offsets;
  }

  /**
   * Does on the backup what the owner did. A backup that missed something begins anew at the
   * owner's offset: it may then lack publications, but never has another one at the same position.
   * Hazelcast sends it the whole room when it sees that something was missed; until then it
   * confirms nothing of that, nor that something is known which it has not. What a backup has, the
   * owner has.
   *
   * @throws RetryableHazelcastException when it missed that
   */
  void follow(ClusterBatch batch, ClusterAnswer answer) {
    long next = answer.offsets().stream().filter(offset -> offset > 0).findFirst().orElse(0L);
    for (long signed : answer.offsets()) {
      long offset = Math.abs(signed);
      boolean ofThisBatch = next > 0 && offset >= next;
      if (ofThisBatch ? offset <= missed : lacks(offset)) {
        throw missing();
      }
    }
    keep(batch.retention());
    long now = now();
    if (next > log.head().offset() + 1) {
      missed = next - 1;
      log = new RoomLog(new Position(answer.epoch(), missed), log.room(), log.retention());
    }
    copied = write(all -> follow(all, batch, answer, now));
    remember(batch.lane(), batch.number(), answer);
  }

  /**
   * The same for what somebody wants to be shown.
   *
   * @throws RetryableHazelcastException when this backup missed something up to there
   */
  void confirm(Position upTo) {
    if (!upTo.epoch().equals(log.head().epoch()) || lacks(upTo.offset())) {
      throw missing();
    }
    copied(upTo);
  }

  private boolean lacks(long offset) {
    return offset <= missed || offset > log.head().offset();
  }

  private RetryableHazelcastException missing() {
    return new RetryableHazelcastException(
        "The copy of room " + log.room() + " waits for what it missed");
  }

  private static long follow(RoomLog log, ClusterBatch batch, ClusterAnswer answer, long now) {
    for (int i = 0; i < batch.items().size(); i++) {
      if (answer.offsets().get(i) == log.head().offset() + 1) {
        log.store(batch.items().get(i).draft(), batch.items().get(i).time(), now);
      }
    }
    return log.head().offset();
  }

  /** Takes over what a lane was answered elsewhere. */
  void remember(String lane, long number, ClusterAnswer answer) {
    lanes.remove(lane);
    if (lanes.size() == MOST_LANES) {
      lanes.remove(lanes.keySet().iterator().next());
    }
    lanes.put(lane, new Last(number, answer));
  }

  void visitLanes(Visitor visitor) {
    lanes.forEach((lane, last) -> visitor.see(lane, last.number, last.answer));
  }

  /** The configuration may have changed since the room began: the last who writes is right. */
  private void keep(Retention retention) {
    if (retention.equals(log.retention())) {
      return;
    }
    log = copy(log.head().epoch(), retention);
  }

  /** The same at the same offsets, in a new life. */
  ClusterRoom anew(String epoch) {
    RoomLog young = copy(epoch, log.retention());
    ClusterRoom room = new ClusterRoom(young, copied, keeper).counted();
    lanes.forEach(
        (lane, last) ->
            room.remember(lane, last.number, ClusterAnswer.stored(epoch, last.answer.offsets())));
    return room;
  }

  private RoomLog copy(String epoch, Retention retention) {
    return read(all -> copy(all, epoch, retention));
  }

  private static RoomLog copy(RoomLog old, String epoch, Retention retention) {
    RoomLog copy = new RoomLog(new Position(epoch, old.first() - 1), old.room(), retention);
    old.visit((publication, came) -> copy.put(publication.in(epoch), came));
    copy.last(old.lastTime(), old.lastCame());
    old.visitKeys(copy::putKey);
    return copy;
  }

  /** Sees what one lane was answered last. */
  @FunctionalInterface
  interface Visitor {
    void see(String lane, long number, ClusterAnswer answer);
  }

  private record Last(long number, ClusterAnswer answer) {}
}
