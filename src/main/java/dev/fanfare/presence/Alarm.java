package dev.fanfare.presence;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * One timer for whatever is due next, and none when nothing is. Callable from any loop; its own
 * monitor guards its few fields and is not held while it works. It never works twice at a time.
 */
final class Alarm {
  private final Vertx vertx;
  private final LongSupplier clock;
  private final Runnable work;
  private final LongSupplier next;

  private long timer = -1;
  private long at = Agenda.NEVER;
  private boolean working;

  /**
   * @param work what to do when it rings
   * @param next when it should ring after that
   */
  Alarm(Vertx vertx, LongSupplier clock, Runnable work, LongSupplier next) {
    this.vertx = vertx;
    this.clock = clock;
    this.work = work;
    this.next = next;
  }

  /** Rings then, if not earlier. */
  synchronized void by(long due) {
    if (due >= at) return;
    at = due;
    if (!working) arm();
  }

  private void arm() {
    vertx.cancelTimer(timer);
    timer =
        at == Agenda.NEVER ? -1 : vertx.setTimer(Math.max(1, at - clock.getAsLong()), this::ring);
  }

  private void ring(long id) {
    if (!start(id)) return;
    try {
      work.run();
    } finally {
      finish(next.getAsLong());
    }
  }

  /** A timer that was cancelled too late rings for nothing. */
  private synchronized boolean start(long id) {
    if (id != timer) return false;
    working = true;
    at = Agenda.NEVER;
    return true;
  }

  private synchronized void finish(long due) {
    working = false;
    at = Math.min(at, due);
    arm();
  }
}
