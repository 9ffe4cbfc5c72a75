package dev.fanfare.history;

/**
 * Whether a node has had no right to store for so long, with enough nodes there, that something is
 * wrong with what it says: it hears of the others, and they do not hear it. Time is an argument, in
 * milliseconds. No I/O. Changed by one thread; {@link #isLong} is for any.
 */
final class Lapse {
  private long looked;
  private long since;
  private volatile boolean tooLong;

  Lapse(long now) {
    looked = now;
    since = now;
  }

  /**
   * To be called every second or so.
   *
   * @param fine whether the node may store, or there are too few nodes for that anyway
   */
  void look(boolean fine, long now) {
    if (fine || now - looked > Peers.STOOD_STILL) {
      since = now;
    }
    looked = now;
    tooLong = now - since >= Peers.PATIENCE;
  }

  boolean isLong() {
    return tooLong;
  }
}
