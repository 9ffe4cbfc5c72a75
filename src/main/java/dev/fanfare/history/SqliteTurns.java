package dev.fanfare.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What each loop wants to store, collected until the end of its present turn and handed over
 * together: messages that came together are committed together, and then delivered together. Any
 * thread.
 */
final class SqliteTurns {
  private final SqliteQueue queue;
  private final ConcurrentMap<Thread, List<SqliteAppend>> present = new ConcurrentHashMap<>();

  SqliteTurns(SqliteQueue queue) {
    this.queue = queue;
  }

  /** Whether it was taken; if not, it will not be answered. */
  boolean add(SqliteAppend append) {
    if (!queue.admit(append)) {
      return false;
    }
    // Inside compute: a thread that is no loop may add while its turn ends on another one.
    List<SqliteAppend> turn =
        present.compute(
            append.asker,
            (asker, begun) -> {
              List<SqliteAppend> appends = begun == null ? new ArrayList<>() : begun;
              appends.add(append);
              return appends;
            });
    if (turn.size() == 1) {
      append.atEndOfTurn(() -> end(append.asker));
    }
    return true;
  }

  private void end(Thread asker) {
    queue.put(present.remove(asker));
  }
}
