package dev.fanfare.launch;

import io.netty.buffer.ByteBuf;

/**
 * The form of one message between the event buses of two nodes, as Vert.x 5 writes it: a length,
 * version, codec, addresses, headers, body. Vert.x makes place for whatever a length in it says.
 */
final class BusRecord {
  private static final int NEWEST_VERSION = 2;
  private static final int NAMED = -1;
  private static final int REFUSAL = 15;

  /** Headers are not used between nodes; this is how their absence looks. */
  private static final int NO_HEADERS = 4;

  private BusRecord() {}

  /** Whether all lengths in the record are right. Leaves the record as it is. */
  static boolean isWhole(ByteBuf record) {
    ByteBuf in = record.slice().skipBytes(Integer.BYTES);
    try {
      int version = in.readByte();
      int codec = in.readByte();
      if (codec == NAMED) {
        skipText(in);
      }
      in.skipBytes(1); // whether it is for one or for all
      skipText(in); // address
      skipText(in); // where the answer goes
      skipText(in); // the sender's node
      boolean plain = in.readInt() == NO_HEADERS;
      return version >= 0
          && version <= NEWEST_VERSION
          && plain
          && skipBody(codec, in)
          && !in.isReadable();
    } catch (IndexOutOfBoundsException cutOff) {
      return false;
    }
  }

  private static boolean skipBody(int codec, ByteBuf in) {
    switch (codec) {
      case 0, 1 -> {} // null, ping
      case 2, 3 -> in.skipBytes(1); // byte, boolean
      case 4, 10 -> in.skipBytes(2); // short, char
      case 5, 7 -> in.skipBytes(4); // int, float
      case 6, 8 -> in.skipBytes(8); // long, double
      case NAMED, 9, 11, 12, 13, 14 -> skipText(in); // ours; text, bytes, JSON
      case REFUSAL -> {
        in.skipBytes(1 + Integer.BYTES);
        if (in.readByte() != 0) {
          skipText(in);
        }
      }
      default -> {
        return false; // Java's objects, which nobody sends here
      }
    }
    return true;
  }

  private static void skipText(ByteBuf in) {
    int length = in.readInt();
    if (length < 0) {
      throw new IndexOutOfBoundsException();
    }
    in.skipBytes(length);
  }
}
