package dev.fanfare.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done once at the end of the present turn of a loop, such as flushing the sockets
 * that were written to. Owned by the loop.
 */
final class LoopTurn {
  private static final Logger LOG = LoggerFactory.getLogger(LoopTurn.class);

  private final Vertx vertx;
  private final Context context;
  private List<Runnable> actions = new ArrayList<>();
  private List<Runnable> spare = new ArrayList<>();

  /** To be made on the loop. */
  LoopTurn(Vertx vertx) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /**
   * Runs it after all that is waiting in this loop now, and after what that in turn hands on: an
   * answer to a publication goes out together with the publication.
   */
  void atEnd(Runnable action) {
    if (actions.isEmpty()) {
      context.runOnContext(waiting -> context.runOnContext(handedOn -> run()));
    }
    actions.add(action);
  }

  /** Runs it on this loop after a while. */
  void after(long millis, Runnable action) {
    vertx.setTimer(millis, id -> action.run());
  }

  private static void runSafely(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      LOG.error("One connection failed", failure);
    }
  }

  private void run() {
    List<Runnable> now = actions;
    actions = spare;
    spare = now;
    for (int i = 0; i < now.size(); i++) {
      runSafely(now.get(i));
    }
    now.clear();
  }
}
