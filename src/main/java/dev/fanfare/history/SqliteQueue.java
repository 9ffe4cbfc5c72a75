package dev.fanfare.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What waits to be written, bounded in number and bytes. Any thread offers; the writer's takes. */
final class SqliteQueue {
  private static final int MOST = 10_000;
  private static final long MOST_BYTES = 64 << 20;
  private static final int MOST_AT_ONCE = 1_000;
  private static final long BYTES_AT_ONCE = 8 << 20;
  private static final long LONGEST_WAIT_SECONDS = 1;

  private final BlockingQueue<SqliteAppend> waiting = new LinkedBlockingQueue<>(MOST);
  private final AtomicLong bytesWaiting = new AtomicLong();
  private final SqliteAppend wakeUp;
  private volatile boolean closing;
  private volatile boolean finished;

  SqliteQueue(SqliteAppend wakeUp) {
    this.wakeUp = wakeUp;
  }

  /** Whether it was taken; if not, it will not be answered. */
  boolean offer(SqliteAppend append) {
    if (closing || bytesWaiting.get() + append.bytes > MOST_BYTES) {
      return false;
    }
    bytesWaiting.addAndGet(append.bytes);
    boolean taken = waiting.offer(append);
    if (!taken || finished && waiting.remove(append)) {
      bytesWaiting.addAndGet(-append.bytes);
      return false;
    }
    return true;
  }

  /** Takes nothing more; what it has is still to be taken. */
  void close() {
    closing = true;
    waiting.offer(wakeUp); // a full queue wakes the writer too
  }

  boolean isOpen() {
    return !closing || !waiting.isEmpty();
  }

  /** Waits for the first, a second at most, and takes what else is there. */
  List<SqliteAppend> take() {
    List<SqliteAppend> group = new ArrayList<>();
    SqliteAppend next = first();
    long bytes = 0;
    while (next != null) {
      bytes += next.bytes;
      if (next != wakeUp) {
        group.add(next);
      }
      boolean enough = group.size() >= MOST_AT_ONCE || bytes >= BYTES_AT_ONCE;
      next = enough ? null : waiting.poll();
    }
    bytesWaiting.addAndGet(-bytes);
    return group;
  }

  /** What slipped in while it closed, to be refused. */
  List<SqliteAppend> finish() {
    finished = true;
    List<SqliteAppend> late = new ArrayList<>();
    waiting.drainTo(late);
    late.remove(wakeUp);
    return late;
  }

  private @Nullable SqliteAppend first() {
    try {
      return waiting.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return null; // nobody stops it that way
    }
  }
}
