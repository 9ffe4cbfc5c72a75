package dev.fanfare.bench.fanout;

import dev.fanfare.crowd.SocketLink;
import java.nio.charset.StandardCharsets;

/** One who speaks, and how many of its messages have come to all that are looked at. One thread. */
final class Publisher {
  private final int number;
  private final SocketLink link;
  private final int size;
  private final byte[] before;
  private final byte[] after;
  private final int[] seen;
  private int sent;
  private int arrived;

  /**
   * @param json whether the link speaks {@code fanfare.v1.json}
   * @param observers how many listeners are looked at
   */
  Publisher(int number, SocketLink link, String room, boolean json, int size, int observers) {
    this.number = number;
    this.link = link;
    this.size = size;
    this.before = ascii(json ? "{\"type\":\"publish\",\"room\":\"" + room + "\",\"body\":\"" : "");
    this.after = ascii(json ? "\"}" : "");
    this.seen = new int[observers];
  }

  int sent() {
    return sent;
  }

  int underWay() {
    return sent - arrived;
  }

  void say(long due) {
    byte[] message = Message.of(number, ++sent, due, size);
    byte[] wrapped = new byte[before.length + size + after.length];
    System.arraycopy(before, 0, wrapped, 0, before.length);
    System.arraycopy(message, 0, wrapped, before.length, size);
    System.arraycopy(after, 0, wrapped, before.length + size, after.length);
    link.say(wrapped);
  }

  /** Whether the message comes after what that observer had from this publisher. */
  boolean seen(int observer, int sequence) {
    int before = seen[observer];
    if (sequence <= before) {
      return false;
    }
    seen[observer] = sequence;
    if (before == arrived) {
      int least = sequence;
      for (int other : seen) {
        least = Math.min(least, other);
      }
      arrived = least;
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
