package dev.fanfare.history;

import static java.util.stream.Collectors.groupingBy;

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
  final Thread asker = Thread.currentThread();
  private final Caller<List<Appended>> caller;
  private Future<List<Appended>> answer = Future.failedFuture("Not written");

  /** To be made on the caller's thread. */
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

  /** Runs it when the caller's loop has done what it has to do now. */
  void atEndOfTurn(Runnable task) {
    caller.run(task);
  }

  /** What will be answered once it is committed. */
  void answer(List<Appended> appended) {
    answer = Future.succeededFuture(appended);
  }

  void fail(Throwable reason) {
    answer = Future.failedFuture(reason);
  }

  /**
   * Gives all their answers. Those who asked on one loop hear them in one turn of it, whatever
   * their contexts: so what was stored together is spread together.
   */
  static void deliver(List<SqliteAppend> group) {
    group.stream()
        .collect(groupingBy(append -> append.asker))
        .values()
        .forEach(
            ofOneLoop ->
                ofOneLoop.get(0).caller.run(() -> ofOneLoop.forEach(SqliteAppend::deliver)));
  }

  private void deliver() {
    caller.answer(answer);
  }
}
