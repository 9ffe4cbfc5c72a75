package dev.fanfare.hub;

import dev.fanfare.message.Position;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Those who want to know, once, that a room delivered something after a position. Owned by their
 * {@link Room}.
 */
final class Waiters {
  private final Set<Waiter> waiters = new LinkedHashSet<>(2);

  private record Waiter(Position position, Runnable wake) {
    boolean isBehind(Position head) {
      return Waiters.isAfter(head, position);
    }
  }

  static boolean isAfter(Position head, Position known) {
    return !head.epoch().equals(known.epoch()) || head.offset() > known.offset();
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  /**
   * Adds one.
   *
   * @param forgotten called after it was taken off unserved
   * @return takes it off
   */
  Runnable add(Position position, Runnable wake, Runnable forgotten) {
    Waiter waiter = new Waiter(position, wake);
    waiters.add(waiter);
    return () -> {
      if (waiters.remove(waiter)) {
        forgotten.run();
      }
    };
  }

  /** Wakes all for whom there is something. */
  void wake(Position head) {
    List<Waiter> ready = waiters.stream().filter(waiter -> waiter.isBehind(head)).toList();
    ready.forEach(waiters::remove);
    ready.forEach(waiter -> waiter.wake.run());
  }
}
