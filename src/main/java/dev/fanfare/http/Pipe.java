package dev.fanfare.http;

import dev.fanfare.hub.Chunk;

/**
 * The way of one connection's bytes out of this process. Each takes the chunks of the encoding that
 * is made for it. Owned by the connection's loop.
 */
interface Pipe {
  /** Whether more may be written now. */
  boolean writable();

  /** Whether so much waits that the peer can hardly be reading: less only makes it slow. */
  boolean full();

  /**
   * Writes a chunk, which leaves at the end of this turn at the latest; a connection that is gone
   * takes it and does nothing. The caller keeps its own reference.
   */
  void write(Chunk chunk);

  /** Writes a chunk, and lets it leave now with all that was written before. */
  void writeAndFlush(Chunk chunk);

  /** Lets what was written leave now. */
  void flush();

  /** Bytes that were written and that the kernel did not take yet. */
  long waiting();

  /** Runs it as soon as nothing written before is waiting; never, if the connection ends first. */
  void whenWritten(Runnable action);

  /** Ends the connection now, without a word. The only thing that works for who does not read. */
  void cut();
}
