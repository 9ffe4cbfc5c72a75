package dev.fanfare.hub;

/** A client for which bytes wait. Owned by its loop. */
public interface Debtor {
  /** What it does not take just now, and what it misses meanwhile, in bytes; 0: it takes more. */
  long owes();

  /** Bytes of memory that its end gives back, at most. */
  long waiting();

  /** Is treated as a client that is too slow. */
  void giveWay();

  /** Ends now, without a word. */
  void cut();
}
