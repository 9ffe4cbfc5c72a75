package dev.fanfare.hub;

import dev.fanfare.history.History;
import dev.fanfare.history.MemoryHistory;
import dev.fanfare.history.Retention;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers reads many turns later, as a store on disk does, and forgets on request. */
final class SlowHistory implements History {
  /** So long that a message can be stored, spread and delivered while someone reads. */
  static final int TURNS_PER_READ = 20;

  private final AtomicInteger epochs = new AtomicInteger();
  private final LongSupplier clock;
  private History inner;
  int reads;

  /** Answers in the call itself, as a history in memory does. */
  boolean prompt;

  /** So many reads fail. */
  int failures;

  /** Nothing is answered before. */
  Future<?> open = Future.succeededFuture();

  SlowHistory(LongSupplier clock) {
    this.clock = clock;
    this.inner = memory();
  }

  private History memory() {
    return new MemoryHistory(
        new Retention(500, 1_000_000, 50_000_000, 1_000, 100_000_000, 0),
        clock,
        () -> "e" + epochs.incrementAndGet());
  }

  void beginAnew() {
    inner = memory();
  }

  @Override
  public Future<List<Appended>> append(RoomName room, List<Draft> batch, long now) {
    return inner.append(room, batch, now);
  }

  @Override
  public Future<Page> after(RoomName room, Since since, int limit) {
    reads++;
    if (failures > 0) {
      failures--;
      return late(Future.failedFuture(Refusal.of(Code.UNAVAILABLE, "on purpose")));
    }
    return late(inner.after(room, since, limit));
  }

  @Override
  public Future<Page> before(RoomName room, @Nullable Position before, int limit) {
    return late(inner.before(room, before, limit));
  }

  @Override
  public Future<Position> head(RoomName room) {
    return late(inner.head(room));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private <T> Future<T> late(Future<T> answer) {
    if (prompt) {
      return answer;
    }
    Promise<T> promise = Promise.promise();
    afterTurns(TURNS_PER_READ, () -> open.onSuccess(then -> answer.onComplete(promise)));
    return promise.future();
  }

  private void afterTurns(int turns, Runnable action) {
    if (turns == 0) {
      action.run();
    } else {
      Vertx.currentContext().runOnContext(v -> afterTurns(turns - 1, action));
    }
  }
}
