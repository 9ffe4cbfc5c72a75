package dev.fanfare.history;

import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Draft;
import dev.fanfare.message.RoomName;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;

/**
 * A batch that waits to be written. Handed from the caller to the writer's thread; the answer is
 * given on the caller's context.
 */
final class SqliteAppend {
  final RoomName room;
  final List<Draft> batch;
  final long time;
  final long bytes;
  private final Caller<List<Appended>> caller;
  private Future<List<Appended>> answer = Future.failedFuture("Not written");

  SqliteAppend(RoomName room, List<Draft> batch, long time, Context caller) {
    this.room = room;
    this.batch = batch;
    this.time = time;
    this.caller = new Caller<>(caller);
    this.bytes = batch.stream().mapToLong(draft -> draft.body().size() + 200L).sum();
  }

  Future<List<Appended>> future() {
    return caller.future();
  }

  /** What will be answered once it is committed. */
  void answer(List<Appended> appended) {
    answer = Future.succeededFuture(appended);
  }

  void fail(Throwable reason) {
    answer = Future.failedFuture(reason);
  }

  void deliver() {
    caller.answer(answer);
  }
}
