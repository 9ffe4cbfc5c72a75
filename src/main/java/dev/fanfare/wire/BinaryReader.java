package dev.fanfare.wire;

import dev.fanfare.message.Body;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link BinaryWriter} wrote and trusts none of it: whatever is odd ends in an {@link
 * IllegalArgumentException} (which a {@link dev.fanfare.message.Refusal} is turned into by the
 * codecs), and nothing is allocated by a length that the bytes do not bear out. Owned by whoever
 * decodes.
 */
final class BinaryReader {
  private final byte[] bytes;
  private int at;

  BinaryReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Everything must have been read. */
  void end() {
    check(at == bytes.length, "bytes after the end");
  }

  int octet() {
    check(at < bytes.length, "cut off");
    return bytes[at++] & 0xFF;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int octet = octet();
      check(shift < 63 || octet <= 1, "a number of more than 64 bits");
      value |= (octet & 0x7FL) << shift;
      if (octet < 0x80) {
        check(octet != 0 || shift == 0, "a number longer than needed");
        return value;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }

  /** A number of things of which each takes at least {@code each} of the bytes left. */
  int size(int each) {
    long size = number();
    check(size >= 0 && size <= (bytes.length - at) / each, "a length beyond the end");
    return (int) size;
  }

  int count() {
    long count = number();
    check(count >= 0 && count <= Integer.MAX_VALUE, "a count out of range");
    return (int) count;
  }

  String text() {
    byte[] utf8 = array();
    check(utf8.length <= BinaryWriter.LONGEST_TEXT && Utf8.valid(utf8), "no text");
    return new String(utf8, StandardCharsets.UTF_8);
  }

  RoomName room() {
    String text = text();
    RoomName room = RoomName.of(text);
    check(room.value().equals(text), "a room name that is not normalised");
    return room;
  }

  User user() {
    return new User(text(), text());
  }

  /** JSON is not parsed again: only the server itself writes it. */
  Body body() {
    Body.Kind kind =
        switch (octet()) {
          case 0 -> Body.Kind.TEXT;
          case 1 -> Body.Kind.JSON;
          case 2 -> Body.Kind.BINARY;
          default -> throw new IllegalArgumentException("an unknown kind of body");
        };
    byte[] content = array();
    check(kind == Body.Kind.BINARY || Utf8.valid(content), "a body that is not UTF-8");
    check(kind != Body.Kind.JSON || content.length > 0, "JSON without a value");
    return Body.of(kind, content);
  }

  private byte[] array() {
    int size = size(1);
    at += size;
    return Arrays.copyOfRange(bytes, at - size, at);
  }

  private static void check(boolean right, String wrong) {
    if (!right) {
      throw new IllegalArgumentException("Broken bytes from a store or another node: " + wrong);
    }
  }
}
