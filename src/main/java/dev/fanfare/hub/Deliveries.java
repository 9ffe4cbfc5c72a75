package dev.fanfare.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the rooms of a loop hand on what arrived: at the end of the turn, or together, some
 * milliseconds after the first of them. One timer for all. Owned by the {@link Hub}.
 */
final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final boolean lingers;
  private final Consumer<Runnable> endOfTurn;
  private final Consumer<Runnable> afterLinger;
  private List<Delivery> rooms = new ArrayList<>();
  private boolean hurrying;

  /** A room, as far as it has something to hand on. */
  @FunctionalInterface
  interface Delivery {
    /**
     * Hands it on.
     *
     * @param last nobody else of this loop hands on after it in this turn
     */
    void flush(boolean last);
  }

  /**
   * @param lingers whether rooms wait
   * @param endOfTurn runs something at the end of the present turn
   * @param afterLinger runs something when rooms have waited long enough
   */
  Deliveries(boolean lingers, Consumer<Runnable> endOfTurn, Consumer<Runnable> afterLinger) {
    this.lingers = lingers;
    this.endOfTurn = endOfTurn;
    this.afterLinger = afterLinger;
  }

  /** The room has something to hand on; it is flushed once. */
  void add(Delivery room) {
    rooms.add(room);
    if (rooms.size() == 1) {
      if (lingers) {
        afterLinger.accept(this::deliver);
      } else {
        hurry();
      }
    }
  }

  /**
   * So much has come that waiting longer saves nothing: everything goes at the end of this turn.
   */
  void hurry() {
    if (!hurrying) {
      hurrying = true;
      endOfTurn.accept(
          () -> {
            hurrying = false;
            deliver();
          });
    }
  }

  /** A timer that comes when all has gone in a hurry takes what came since: nobody waits longer. */
  private void deliver() {
    List<Delivery> now = rooms;
    rooms = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      Delivery room = now.get(i);
      try {
        room.flush(i == now.size() - 1);
      } catch (RuntimeException failure) {
        LOG.error("{} failed", room, failure);
      }
    }
  }
}
