package dev.fanfare.hub;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for the clients of one loop, in bytes of memory: finished chunks until nobody holds
 * them any more, however many connections share them, and what is queued for one connection alone.
 * Owned by the loop; others only read the number, and may {@link #call} for relief.
 */
public final class Backlog {
  private final Backlogs node;
  private final AtomicLong counted = new AtomicLong();
  private final AtomicBoolean called = new AtomicBoolean();
  private volatile Runnable relief = () -> {};
  private long bytes;
  private long lookedAt;

  Backlog(Backlogs node) {
    this.node = node;
  }

  /**
   * @param relief called on any thread: makes less wait, in a later turn of this loop, and says
   *     {@link #answered} first
   */
  void whenTooMuch(Runnable relief) {
    this.relief = relief;
  }

  /** So many bytes more wait, or fewer. */
  public void change(long by) {
    bytes += by;
    counted.lazySet(bytes);
    long grown = bytes - lookedAt;
    if (Math.abs(grown) >= node.step()) {
      lookedAt = bytes;
      if (grown > 0) {
        node.look();
      }
    }
  }

  /** Asks for relief, unless that is on its way. Any thread. */
  void call() {
    if (counted() > 0 && called.compareAndSet(false, true)) {
      relief.run();
    }
  }

  /** What is asked for from now on is a new call. */
  void answered() {
    called.set(false);
  }

  /** Whether so many bytes more may wait; if not, perhaps soon. */
  public boolean takes(long more) {
    boolean fits = node.bytes() <= node.most() - more;
    if (!fits) {
      node.relieve();
    }
    return fits;
  }

  /** Bytes that wait on this loop. */
  public long bytes() {
    return bytes;
  }

  /**
   * How much this loop has to get rid of: its part of what waits on the node beyond half of what
   * may. From there on there is no hurry.
   */
  long excess() {
    long all = node.bytes();
    long excess = all - node.most() / 2;
    return excess <= 0 ? 0 : excess * (bytes * 100 / all) / 100;
  }

  /** Whether something has to be done about what waits on the node. */
  boolean isTooMuch() {
    return node.isTooMuch();
  }

  /** Whether more waits on the node than may. */
  boolean isFull() {
    return node.bytes() > node.most();
  }

  /** The bytes as other threads see them. */
  long counted() {
    return counted.get();
  }
}
