package dev.fanfare.hub;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets each room read on, some at a time: whatever the bus did, nothing stays missing. Owned by its
 * loop.
 */
final class Recheck {
  private static final int ROOMS_AT_A_TIME = 50;

  private final Collection<Room> rooms;
  private final Consumer<Runnable> afterAPause;
  private boolean going;
  private boolean again;

  /**
   * @param rooms as they are at the time
   */
  Recheck(Collection<Room> rooms, Consumer<Runnable> afterAPause) {
    this.rooms = rooms;
    this.afterAPause = afterAPause;
  }

  /** All rooms; those of a round that is going on once more. */
  void begin() {
    again = going;
    if (!going) {
      going = true;
      goOn(List.copyOf(rooms), 0);
    }
  }

  private void goOn(List<Room> all, int from) {
    int to = Math.min(all.size(), from + ROOMS_AT_A_TIME);
    all.subList(from, to).forEach(Room::recheck);
    if (to < all.size()) {
      afterAPause.accept(() -> goOn(all, to));
      return;
    }
    going = false;
    if (again) {
      begin();
    }
  }
}
