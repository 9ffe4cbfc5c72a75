package dev.fanfare.wire;

import dev.fanfare.message.Body;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values as compact bytes, read again by {@link BinaryReader}. Owned by whoever encodes. */
final class BinaryWriter {
  /** In UTF-8; far more than any name, id or epoch needs. */
  static final int LONGEST_TEXT = 1024;

  private byte[] bytes;
  private int size;

  BinaryWriter(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] done() {
    return Arrays.copyOf(bytes, size);
  }

  void octet(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Seven bits at a time, lowest first, the high bit set on all but the last. */
  void number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      octet((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > LONGEST_TEXT) {
      throw new IllegalArgumentException("a text of " + utf8.length + " bytes is too long");
    }
    array(utf8);
  }

  void room(RoomName room) {
    text(room.value());
  }

  void user(User user) {
    text(user.id());
    text(user.name());
  }

  void body(Body body) {
    octet(
        switch (body.kind()) {
          case TEXT -> 0;
          case JSON -> 1;
          case BINARY -> 2;
        });
    array(body.bytes());
  }

  private void array(byte[] more) {
    number(more.length);
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
    }
  }
}
