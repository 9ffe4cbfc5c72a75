package dev.fanfare.bench.fanout;

/** Who is told of each message that came. */
interface Listener {
  /** The message is somewhere between these places. */
  void message(int link, byte[] bytes, int from, int to);
}
