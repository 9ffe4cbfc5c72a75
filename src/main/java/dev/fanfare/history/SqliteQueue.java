package dev.fanfare.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written, bounded in number and bytes. Any thread admits and puts; the writer's
 * takes.
 */
final class SqliteQueue {
  private static final int MOST = 10_000;
  private static final long MOST_BYTES = 64 << 20;
  private static final int ENOUGH_AT_ONCE = 1_000;
  private static final long ENOUGH_BYTES_AT_ONCE = 8 << 20;
  private static final long LONGEST_WAIT_SECONDS = 1;

  private final BlockingQueue<List<SqliteAppend>> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger admitted = new AtomicInteger();
  private final AtomicLong bytesAdmitted = new AtomicLong();
  private volatile boolean closing;

  /** Whether there is place for it: then it must be put, alone or with others. */
  boolean admit(SqliteAppend append) {
    int number = admitted.incrementAndGet();
    long bytes = bytesAdmitted.addAndGet(append.bytes);
    // In this order: who is admitted when it begins to close is still seen by isOpen.
    if (closing || number > MOST || bytes > MOST_BYTES) {
      release(1, append.bytes);
      return false;
    }
    return true;
  }

  /** Hands over what was admitted; it is written together. */
  void put(List<SqliteAppend> together) {
    waiting.add(together);
  }

  /** Admits nothing more; what it has admitted is still to be taken. */
  void close() {
    closing = true;
    waiting.add(List.of()); // wakes the writer
  }

  boolean isOpen() {
    return !closing || admitted.get() > 0;
  }

  /** Waits for the first, a second at most, and takes what else is there. */
  List<SqliteAppend> take() {
    List<SqliteAppend> group = new ArrayList<>();
    List<SqliteAppend> next = first();
    long bytes = 0;
    while (next != null) {
      group.addAll(next);
      bytes += next.stream().mapToLong(append -> append.bytes).sum();
      boolean enough = group.size() >= ENOUGH_AT_ONCE || bytes >= ENOUGH_BYTES_AT_ONCE;
      next = enough ? null : waiting.poll();
    }
    release(group.size(), bytes);
    return group;
  }

  private void release(int number, long bytes) {
    admitted.addAndGet(-number);
    bytesAdmitted.addAndGet(-bytes);
  }

  private @Nullable List<SqliteAppend> first() {
    try {
      return waiting.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return null; // nobody stops it that way
    }
  }
}
