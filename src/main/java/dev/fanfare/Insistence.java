package dev.fanfare;

/**
 * When a node that others do not answer makes known anew that it listens: a registration may have
 * been lost while nodes came and partitions moved, theirs or its own. Time is an argument, in
 * milliseconds. No I/O; one thread.
 */
final class Insistence {
  /** What usually takes a second or two gets so long. */
  static final long FIRST = 5_000;

  private static final long AGAIN = 30_000;

  /** Who was not asked for so long begins anew: nobody looked whether it lasted. */
  private static final long UNSEEN = 3_000;

  private final long first;
  private long next;
  private long asked;

  /**
   * @param first it must last for so long
   */
  Insistence(long first, long now) {
    this.first = first;
    this.next = now + first;
    this.asked = now;
  }

  /**
   * To be asked every second or more often.
   *
   * @param unanswered whether some other node has not answered this one yet, or says nothing any
   *     more
   */
  boolean isDue(boolean unanswered, long now) {
    boolean unseen = now - asked > UNSEEN;
    asked = now;
    if (!unanswered || unseen) {
      next = now + first;
      return false;
    }
    if (now < next) {
      return false;
    }
    next = now + AGAIN;
    return true;
  }
}
