package dev.fanfare;

/**
 * When to say that rooms have no copy on another node: not while they are being copied, but when
 * that does not end. Time is an argument, in milliseconds. No I/O; one thread.
 */
final class Unsettled {
  /** Usually it is a matter of seconds. */
  static final long PATIENCE = 30_000;

  private static final long SETTLED = Long.MAX_VALUE;

  private long since = SETTLED;
  private boolean said;

  /**
   * To be asked every second or so; says so once each time.
   *
   * @param settled whether every room has its copies
   */
  boolean isNews(boolean settled, long now) {
    if (settled) {
      since = SETTLED;
      said = false;
    } else if (since == SETTLED) {
      since = now;
    }
    boolean news = since != SETTLED && !said && now - since >= PATIENCE;
    said |= news;
    return news;
  }
}
