package dev.fanfare;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, for a while, until nothing is lost if this node leaves its cluster. Owned by the context
 * that asks.
 */
final class Leaving {
  private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

  private final Vertx vertx;
  private final Supplier<Future<Boolean>> isSafe;
  private final long stepMillis;
  private final long mostMillis;

  /**
   * @param isSafe whether every room has its copy; may be long in coming, if another node stands
   *     still, or never come
   * @param stepMillis between two questions
   * @param mostMillis how long to wait
   */
  Leaving(Vertx vertx, Supplier<Future<Boolean>> isSafe, long stepMillis, long mostMillis) {
    this.vertx = vertx;
    this.isSafe = isSafe;
    this.stepMillis = stepMillis;
    this.mostMillis = mostMillis;
  }

  /** Done when the node may leave, or must. Never fails. */
  Future<Void> done() {
    Promise<Void> done = Promise.promise();
    long bound =
        vertx.setTimer(
            mostMillis,
            id -> {
              if (done.tryComplete()) {
                LOG.warn("Leaving the cluster, though not every room has its copy yet.");
              }
            });
    ask(done);
    return done.future().onSuccess(left -> vertx.cancelTimer(bound));
  }

  private void ask(Promise<Void> done) {
    isSafe
        .get()
        .otherwise(true) // it is no member any more
        .onSuccess(
            safe -> {
              if (safe) {
                done.tryComplete();
              } else if (!done.future().isComplete()) {
                vertx.setTimer(stepMillis, id -> ask(done));
              }
            });
  }
}
