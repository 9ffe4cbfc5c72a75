package dev.fanfare.http;

import dev.fanfare.wire.Payload;
import dev.fanfare.wire.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one WebSocket connection together to messages: bounded in bytes and fragments,
 * and text is valid UTF-8 (RFC 6455 sections 5.4, 5.6 and 8.1). Pure; owned by the connection's
 * loop.
 */
final class MessageAssembler {
  private static final byte[] NOTHING = {};

  /** What was wrong, with the close code of RFC 6455 section 7.4.1. */
  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int closeCode;

    Violation(int closeCode, String reason) {
      super(reason, null, false, false);
      this.closeCode = closeCode;
    }

    int closeCode() {
      return closeCode;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private final int mostBytes;
  private final int mostFragments;
  private boolean open;
  private boolean binary;
  private byte[] bytes = NOTHING;
  private int length;
  private int fragments;
  private int utf8 = Utf8.ACCEPT;

  /**
   * @param mostBytes of one message
   * @param mostFragments of one message, 0: any number
   */
  MessageAssembler(int mostBytes, int mostFragments) {
    this.mostBytes = mostBytes;
    this.mostFragments = mostFragments;
  }

  /** Whether a message has begun and not ended. */
  boolean open() {
    return open;
  }

  /** A text or binary frame: the first of a message. Takes over the array. */
  @Nullable Payload first(boolean isBinary, byte[] data, boolean isFinal) {
    if (open) {
      throw new Violation(1002, "a new message inside another");
    }
    open = true;
    binary = isBinary;
    length = 0;
    fragments = 0;
    utf8 = Utf8.ACCEPT;
    return add(data, isFinal);
  }

  /** A continuation frame. Takes over the array. */
  @Nullable Payload next(byte[] data, boolean isFinal) {
    if (!open) {
      throw new Violation(1002, "a continuation of nothing");
    }
    return add(data, isFinal);
  }

  private @Nullable Payload add(byte[] data, boolean isFinal) {
    if (length + (long) data.length > mostBytes) {
      throw new Violation(1009, "too_large");
    }
    fragments++;
    if (mostFragments > 0 && fragments > mostFragments) {
      throw new Violation(1008, "too many fragments");
    }
    if (!binary) {
      utf8 = Utf8.check(utf8, data, 0, data.length);
      if (utf8 == Utf8.REJECT || isFinal && utf8 != Utf8.ACCEPT) {
        throw new Violation(1007, "text is not UTF-8");
      }
    }
    append(data, isFinal);
    if (!isFinal) {
      return null;
    }
    Payload message =
        new Payload(binary, length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    open = false;
    bytes = NOTHING;
    return message;
  }

  private void append(byte[] data, boolean isFinal) {
    if (length == 0 && (isFinal || data.length > 0)) {
      bytes = data;
    } else if (data.length > 0) {
      if (length + data.length > bytes.length) {
        bytes =
            Arrays.copyOf(
                bytes,
                Math.max(
                    length + data.length, isFinal ? 0 : Math.min(2 * bytes.length, mostBytes)));
      }
      System.arraycopy(data, 0, bytes, length, data.length);
    }
    length += data.length;
  }
}
