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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads when a test says so: with what was there when it was asked, when it answers, or
 * with a failure.
 */
final class LateHistory implements History {
  private final Random random;
  private final LongSupplier clock;
  private final Retention retention;
  private final Queue<Runnable> reads = new ArrayDeque<>();
  private History inner;
  private int lives;

  LateHistory(Random random, LongSupplier clock, Retention retention) {
    this.random = random;
    this.clock = clock;
    this.retention = retention;
    this.inner = life();
  }

  private History life() {
    lives++;
    return new MemoryHistory(retention, clock, () -> "e" + lives);
  }

  /** All is lost, and the next message begins a new life of its room. */
  void beginAnew() {
    inner = life();
  }

  /** Answers the read that waits longest; false if none waits. */
  boolean answer() {
    Runnable read = reads.poll();
    if (read != null) {
      read.run();
    }
    return read != null;
  }

  Position headNow(RoomName room) {
    return inner.head(room).result();
  }

  @Override
  public Future<List<Appended>> append(RoomName room, List<Draft> batch, long now) {
    return inner.append(room, batch, now);
  }

  @Override
  public Future<Page> after(RoomName room, Since since, int limit) {
    return late(() -> inner.after(room, since, limit), true);
  }

  @Override
  public Future<Page> before(RoomName room, @Nullable Position before, int limit) {
    return late(() -> inner.before(room, before, limit), false);
  }

  @Override
  public Future<Position> head(RoomName room) {
    return late(() -> inner.head(room), false);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private <T> Future<T> late(Supplier<Future<T>> answer, boolean mayFail) {
    if (random.nextInt(4) == 0) {
      return answer.get(); // from memory
    }
    Promise<T> promise = Promise.promise();
    if (mayFail && random.nextInt(20) == 0) {
      reads.add(() -> promise.fail(Refusal.of(Code.UNAVAILABLE, "on purpose")));
    } else if (random.nextBoolean()) {
      Future<T> asked = answer.get();
      reads.add(() -> asked.onComplete(promise));
    } else {
      reads.add(() -> answer.get().onComplete(promise));
    }
    return promise.future();
  }
}
