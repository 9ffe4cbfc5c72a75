package dev.fanfare.hub;

/** Bytes on their way to many connections: encoded once, shared, counted. Owned by one loop. */
public interface Chunk {
  /** In bytes. */
  int size();

  /** Takes one more reference. */
  void retain();

  /** Gives one reference back; the maker holds the first. */
  void release();
}
