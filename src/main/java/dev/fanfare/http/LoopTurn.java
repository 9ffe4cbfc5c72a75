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

  /** Runs it after all that is waiting in this loop now. */
  void atEnd(Runnable action) {
    if (actions.isEmpty()) {
      context.runOnContext(v -> run());
    }
    actions.add(action);
  }

  /** Runs it on this loop after a while. */
  void after(long millis, Runnable action) {
    vertx.setTimer(millis, id -> action.run());
  }

  private void run() {
    List<Runnable> now = actions;
    actions = spare;
    spare = now;
    for (int i = 0; i < now.size(); i++) {
      now.get(i).run();
    }
    now.clear();
  }
}
