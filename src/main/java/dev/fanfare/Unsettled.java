package dev.fanfare;

/**
 * When to say that rooms have no copy on another node: not while they are being copied, but when
 * that does not end. Time is an argument, in milliseconds. No I/O; one thread.
 */
final class Unsettled {
  /** Usually it is a matter of seconds. */
  static final long PATIENCE = 30_000;

  private static final long NOTHING = Long.MAX_VALUE;

  private long said = NOTHING;

  /**
   * To be asked every second or so.
   *
   * @param settled whether every room has its copies
   */
  boolean isNews(boolean settled, long now) {
    if (settled) {
      said = NOTHING;
    } else if (said == NOTHING) {
      said = now;
    }
    if (said == NOTHING || now - said < PATIENCE) {
      return false;
    }
    said = now;
    return true;
  }
}
