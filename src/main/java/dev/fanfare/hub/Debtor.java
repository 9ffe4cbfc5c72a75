package dev.fanfare.hub;

/** A client for which bytes wait. Owned by its loop. */
public interface Debtor {
  /**
   * Reminds it that it owes something.
   *
   * @return what it does not take just now, and what it misses meanwhile, in bytes; 0: it takes
   *     more, or gets time until it is reminded again
   */
  long remind();

  /** Bytes of memory that its end gives back, at most. */
  long waiting();

  /** Is treated as a client that is too slow. */
  void giveWay();

  /** Ends now, without a word. */
  void cut();
}
