package dev.fanfare.hub;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What waits for all clients of a node together, against the bound for it. Each loop counts for
 * itself, and adds up what all counted whenever its own number has grown by a step; if that is too
 * much, every loop does its part. Any thread.
 */
public final class Backlogs {
  /** What has grown unseen is less than this part of the bound. */
  private static final int LOOKS = 64;

  private final long most;
  private final List<Backlog> all = new CopyOnWriteArrayList<>();

  /**
   * @param most bytes, 0: no bound
   */
  public Backlogs(long most) {
    this.most = most == 0 ? Long.MAX_VALUE : most;
  }

  /** That of one more loop. */
  public Backlog open() {
    Backlog backlog = new Backlog(this);
    all.add(backlog);
    return backlog;
  }

  /** Bytes that wait for anybody. */
  public long bytes() {
    long bytes = 0;
    for (Backlog backlog : all) {
      bytes += backlog.counted();
    }
    return bytes;
  }

  /** Bytes that may wait. */
  long most() {
    return most;
  }

  /** By how much a loop's number may change before it looks again. */
  long step() {
    return Math.max(1, most / LOOKS / all.size());
  }

  /** Adds up, and calls for relief if that is too much. */
  void look() {
    if (isTooMuch()) {
      relieve();
    }
  }

  boolean isTooMuch() {
    return bytes() >= most - most / 4;
  }

  /** Calls for relief on all loops: the one that looks need not be the one that has much. */
  void relieve() {
    all.forEach(Backlog::call);
  }
}
