package dev.fanfare.history;

import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node has heard of rooms having their copy, and their owners have not: Hazelcast tells
 * the one who asked, not the owner. It goes to the owner with the next batch, or alone if there is
 * none soon. What is not told is lost without harm: readers are shown it all the same, after the
 * backup was asked. Any thread.
 */
final class ClusterTidings {
  /** How long a batch may be waited for. */
  static final int LINGER_MILLIS = 50;

  private final ConcurrentMap<RoomName, Position> untold = new ConcurrentHashMap<>();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final Consumer<Runnable> soon;
  private final BiConsumer<RoomName, Position> tell;

  /**
   * @param soon runs something after {@link #LINGER_MILLIS}
   * @param tell tells an owner up to where its room has its copy
   */
  ClusterTidings(Consumer<Runnable> soon, BiConsumer<RoomName, Position> tell) {
    this.soon = soon;
    this.tell = tell;
  }

  /** The room has its copy up to that position. */
  void heard(RoomName room, Position upTo) {
    untold.merge(room, upTo, ClusterTidings::newest);
    if (waiting.compareAndSet(false, true)) {
      soon.accept(this::tellAll);
    }
  }

  /** What is to go with a batch; null if nothing. */
  @Nullable Position take(RoomName room) {
    return untold.remove(room);
  }

  private void tellAll() {
    waiting.set(false);
    for (RoomName room : untold.keySet()) {
      Position upTo = untold.remove(room);
      if (upTo != null) {
        tell.accept(room, upTo);
      }
    }
  }

  private static Position newest(Position one, Position other) {
    return one.epoch().equals(other.epoch()) && one.offset() > other.offset() ? one : other;
  }
}
