package dev.fanfare.http;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One timer for all sockets of a loop: each gets its ping once per interval, spread over it, and is
 * looked at whether it still lives. Owned by the loop.
 */
final class PingWheel {
  private static final int SLOTS = 32;

  /** Who wants to be looked at once per interval. */
  interface Pinged {
    void tick(long now);
  }

  private final Vertx vertx;
  private final LoopTurn turn;
  private final LongSupplier clock;
  private final long step;
  private final List<Set<Pinged>> slots = new ArrayList<>();
  private int place;
  private long timer = -1;
  private boolean stopped;

  /**
   * @param interval milliseconds between two ticks of one socket
   */
  PingWheel(Vertx vertx, LoopTurn turn, LongSupplier clock, long interval) {
    this.vertx = vertx;
    this.turn = turn;
    this.clock = clock;
    this.step = Math.max(1, interval / SLOTS);
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new LinkedHashSet<>());
    }
  }

  /**
   * Adds a socket; returns the slot to {@link #remove} it from. Its first tick comes after a whole
   * interval.
   */
  int add(Pinged pinged) {
    int slot = (place + SLOTS - 1) % SLOTS;
    slots.get(slot).add(pinged);
    if (timer < 0 && !stopped) {
      arm();
    }
    return slot;
  }

  void remove(int slot, Pinged pinged) {
    slots.get(slot).remove(pinged);
  }

  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  // A one-shot timer that is set anew: a periodic one would fire all missed ticks at once after a
  // pause.
  private void arm() {
    timer =
        vertx.setTimer(
            step,
            id -> {
              try {
                tick();
              } finally {
                place = (place + 1) % SLOTS;
                if (!stopped) {
                  arm();
                }
              }
            });
  }

  private void tick() {
    long now = clock.getAsLong();
    for (Pinged pinged : List.copyOf(slots.get(place))) {
      turn.safely(() -> pinged.tick(now));
    }
  }
}
