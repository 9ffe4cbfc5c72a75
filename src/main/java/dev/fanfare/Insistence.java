package dev.fanfare;

/**
 * When a node that others do not answer makes known anew that it listens: a registration may have
 * been lost while nodes came and partitions moved, theirs or its own. Time is an argument, in
 * milliseconds. No I/O; one thread.
 */
final class Insistence {
  /** What usually takes a second or two gets so long. */
  private static final long FIRST = 5_000;

  private static final long AGAIN = 30_000;

  private long next;

  Insistence(long now) {
    next = now + FIRST;
  }

  /**
   * To be asked every second or more often.
   *
   * @param unanswered whether some other node has not answered this one yet, or says nothing any
   *     more
   */
  boolean isDue(boolean unanswered, long now) {
    if (!unanswered) {
      next = now + FIRST;
      return false;
    }
    if (now < next) {
      return false;
    }
    next = now + AGAIN;
    return true;
  }
}
