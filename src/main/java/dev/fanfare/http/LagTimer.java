package dev.fanfare.http;

import dev.fanfare.metrics.Lag;
import io.vertx.core.Vertx;

/** The one timer by which a loop knows how late it is. Owned by the loop. */
final class LagTimer {
  static final long EVERY_MILLIS = 250;

  private final Vertx vertx;
  private final Lag lag;

  LagTimer(Vertx vertx, Lag lag) {
    this.vertx = vertx;
    this.lag = lag;
  }

  /** Goes on until the verticle that began it is gone. */
  void begin() {
    lag.expect(EVERY_MILLIS);
    // Set anew each time: a periodic one would come many times at once after a pause.
    vertx.setTimer(
        EVERY_MILLIS,
        id -> {
          lag.came();
          begin();
        });
  }
}
