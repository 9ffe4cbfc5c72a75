package dev.fanfare;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that rooms are lost, once for all that were lost together: Hazelcast tells of each of its
 * partitions. Owned by one context.
 */
final class LostRooms {
  private static final Logger LOG = LoggerFactory.getLogger(LostRooms.class);

  private final Vertx vertx;
  private final long collectMillis;
  private boolean collecting;

  /**
   * @param collectMillis from the first to the word
   */
  LostRooms(Vertx vertx, long collectMillis) {
    this.vertx = vertx;
    this.collectMillis = collectMillis;
  }

  /** Some more are lost. */
  void more() {
    if (collecting) {
      return;
    }
    collecting = true;
    vertx.setTimer(
        collectMillis,
        id -> {
          collecting = false;
          LOG.warn(
              "More nodes died at once than there are copies: of some rooms the history is lost,"
                  + " and positions in them are answered with a gap.");
        });
  }
}
