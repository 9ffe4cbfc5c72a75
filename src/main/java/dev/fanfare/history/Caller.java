package dev.fanfare.history;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.RejectedExecutionException;

/** Who waits for an answer of another thread, and gets it on the context it asked from. */
final class Caller<T> {
  private final Context context;
  private final Promise<T> promise = Promise.promise();

  Caller(Context context) {
    this.context = context;
  }

  Future<T> future() {
    return promise.future();
  }

  /** From any thread. */
  void answer(AsyncResult<T> result) {
    run(() -> promise.handle(result));
  }

  /** Runs it on the caller's context; from any thread. */
  void run(Runnable task) {
    try {
      context.runOnContext(nothing -> task.run());
    } catch (RejectedExecutionException e) {
      task.run(); // its loop has ended; whoever still looks shall know
    }
  }
}
