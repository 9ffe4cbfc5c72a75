package dev.fanfare.history;

import dev.fanfare.message.Forms;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A sign of life of one node.
 *
 * @param number larger each time
 * @param heard the newest number of each other node
 */
record ClusterBeat(String node, long number, Map<String, Long> heard) {
  private static final int MOST_NODES = 1_000;

  ClusterBeat {
    heard = Map.copyOf(heard);
  }

  Buffer bytes() {
    Buffer out = Buffer.buffer().appendByte((byte) Forms.OURS.written());
    write(out, node, number);
    heard.forEach((other, last) -> write(out, other, last));
    return out;
  }

  /**
   * @throws IllegalArgumentException if the bytes are not what {@link #bytes} gives
   */
  static ClusterBeat read(Buffer in) {
    try {
      check(Forms.OURS.reads(in.getByte(0)));
      int at = 1;
      String node = name(in, at);
      at = after(in, at);
      long number = in.getLong(at - Long.BYTES);
      Map<String, Long> heard = new HashMap<>();
      while (at < in.length()) {
        String other = name(in, at);
        at = after(in, at);
        check(heard.put(other, in.getLong(at - Long.BYTES)) == null);
        check(heard.size() <= MOST_NODES);
      }
      return new ClusterBeat(node, number, heard);
    } catch (IndexOutOfBoundsException cutOff) {
      throw new IllegalArgumentException("A sign of life of another node is cut off", cutOff);
    }
  }

  private static void write(Buffer out, String name, long number) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    check(utf8.length <= 0xFF);
    out.appendUnsignedByte((short) utf8.length).appendBytes(utf8).appendLong(number);
  }

  private static String name(Buffer in, int at) {
    return in.getString(at + 1, at + 1 + in.getUnsignedByte(at));
  }

  private static int after(Buffer in, int at) {
    return at + 1 + in.getUnsignedByte(at) + Long.BYTES;
  }

  private static void check(boolean right) {
    if (!right) {
      throw new IllegalArgumentException("A sign of life of another node is not understood");
    }
  }
}
