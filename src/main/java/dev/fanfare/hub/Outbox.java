package dev.fanfare.hub;

import dev.fanfare.message.Code;

/** Where the bytes of one connection go. Owned by the connection's loop. */
public interface Outbox {
  /** Whether more may be written now. If not, {@link Session#writable} is called when it may. */
  boolean writable();

  /** What was written and is not on its way yet, in bytes. */
  long waiting();

  /** Sends a chunk at the end of this turn of the loop. The caller keeps its own reference. */
  void write(Chunk chunk);

  /**
   * Sends a chunk, and what else was written in this turn, now: nothing follows in this turn. Saves
   * a second walk through all connections.
   */
  void writeAndFlush(Chunk chunk);

  /** Says good-bye with a code, as the transport can, and ends. Later writes go nowhere. */
  void close(Code code, String reason);

  /** Ends it now, without a word, and gives back what is waiting. */
  void cut();
}
