package dev.fanfare.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done once at the end of the present turn of a loop, such as flushing the sockets
 * that were written to. Owned by the loop.
 */
final class LoopTurn {
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

  /** Runs it now; what it does not catch is reported, and disturbs nobody else. */
  void safely(Runnable action) {
    VertxInternals.run(context, action, Runnable::run);
  }

  private void run() {
    List<Runnable> now = actions;
    actions = spare;
    spare = now;
    try {
      for (int i = 0; i < now.size(); i++) {
        safely(now.get(i));
      }
    } finally {
      now.clear();
    }
  }
}
