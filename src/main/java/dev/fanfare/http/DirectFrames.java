package dev.fanfare.http;

import dev.fanfare.hub.Backlog;
import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Encoding;
import dev.fanfare.message.Event;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes events as finished WebSocket frames (RFC 6455 section 5.2, unmasked) in one direct buffer
 * that all sockets share: no socket copies, frames or encodes again. One object per loop and
 * format.
 */
final class DirectFrames implements Encoding {
  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_BINARY = 0x82;
  private static final int LONGEST_HEADER = 10;

  /** RFC 7692, section 6: the message is compressed. */
  private static final int RSV1 = 0x40;

  private final Format format;
  private final @Nullable MessageDeflater deflater;
  private final Backlog backlog;

  /**
   * @param deflater for sockets that negotiated permessage-deflate
   * @param backlog of the loop
   */
  DirectFrames(Format format, @Nullable MessageDeflater deflater, Backlog backlog) {
    this.format = format;
    this.deflater = deflater;
    this.backlog = backlog;
  }

  @Override
  public @Nullable Chunk encode(List<? extends Event> events) {
    List<Frame> frames = new ArrayList<>(events.size());
    int size = 0;
    for (Event event : events) {
      Payload payload = format.encode(event);
      if (payload != null) {
        Frame frame = frame(payload);
        frames.add(frame);
        size += LONGEST_HEADER + frame.bytes.length;
      }
    }
    if (frames.isEmpty()) {
      return null;
    }
    ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(size);
    frames.forEach(frame -> frame.writeTo(out));
    return DirectChunk.of(out, backlog);
  }

  private Frame frame(Payload payload) {
    int first = payload.binary() ? FINAL_BINARY : FINAL_TEXT;
    byte[] smaller = deflater == null ? null : deflater.deflate(payload.bytes());
    return smaller == null ? new Frame(first, payload.bytes()) : new Frame(first | RSV1, smaller);
  }

  /**
   * One message.
   *
   * @param first the first byte: flags and opcode
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  private record Frame(int first, byte[] bytes) {
    void writeTo(ByteBuf out) {
      int length = bytes.length;
      out.writeByte(first);
      if (length < 126) {
        out.writeByte(length);
      } else if (length < 65_536) {
        out.writeByte(126).writeShort(length);
      } else {
        out.writeByte(127).writeLong(length);
      }
      out.writeBytes(bytes);
    }
  }
}
