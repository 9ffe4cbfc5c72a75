package dev.fanfare.http;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses messages for permessage-deflate (RFC 7692, section 7.2.1), each by itself, so that one
 * that was compressed once can be sent to everybody who negotiated it, whatever they were sent
 * before. Owned by its loop.
 */
final class MessageDeflater {
  /** Smaller ones gain nothing. In bytes. */
  static final int SMALLEST = 256;

  /** Of {@link Deflater}. */
  static final int LEVEL = 6;

  /** An empty block ends what is flushed; the receiver adds it by itself. */
  private static final int TAIL = 4;

  private @Nullable Deflater deflater;
  private byte[] out = new byte[4096];

  /** The message compressed, or null if that does not make it smaller. */
  byte @Nullable [] deflate(byte[] message) {
    if (message.length < SMALLEST) {
      return null;
    }
    Deflater zlib = deflater;
    if (zlib == null) {
      // Raw: without the head and the checksum of zlib.
      zlib = deflater = new Deflater(LEVEL, true);
    }
    zlib.reset();
    zlib.setInput(message);
    int length = 0;
    while (true) {
      length += zlib.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
      if (length < out.length) {
        break;
      }
      out = Arrays.copyOf(out, 2 * out.length);
    }
    return length - TAIL < message.length ? Arrays.copyOf(out, length - TAIL) : null;
  }
}
