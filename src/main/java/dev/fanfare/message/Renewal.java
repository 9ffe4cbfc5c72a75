package dev.fanfare.message;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that may be wanted again while it is under way, and must not be done twice at a time:
 * then it is done once more afterwards. Owned by one context, on which what is done ends, too.
 */
public final class Renewal {
  private final Supplier<Future<Void>> step;
  private @Nullable Promise<Void> next;
  private boolean underWay;

  /**
   * @param step one run; may fail
   */
  public Renewal(Supplier<Future<Void>> step) {
    this.step = step;
  }

  /** Done, or failed, with a run that began no earlier than now. */
  public Future<Void> run() {
    if (underWay) {
      if (next == null) {
        next = Promise.promise();
      }
      return next.future();
    }
    underWay = true;
    Future<Void> run = Future.<Void>succeededFuture().compose(now -> step.get());
    return run.eventually(this::goOn);
  }

  private Future<Void> goOn() {
    underWay = false;
    Promise<Void> waiting = next;
    next = null;
    if (waiting != null) {
      run().onComplete(waiting);
    }
    return Future.succeededFuture();
  }
}
