package dev.fanfare.http;

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

  private final Format format;

  DirectFrames(Format format) {
    this.format = format;
  }

  @Override
  public @Nullable Chunk encode(List<? extends Event> events) {
    List<Payload> payloads = new ArrayList<>(events.size());
    int size = 0;
    for (Event event : events) {
      Payload payload = format.encode(event);
      if (payload != null) {
        payloads.add(payload);
        size += LONGEST_HEADER + payload.bytes().length;
      }
    }
    if (payloads.isEmpty()) {
      return null;
    }
    ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer(size);
    payloads.forEach(payload -> frame(payload, frames));
    return new DirectChunk(frames);
  }

  private static void frame(Payload payload, ByteBuf out) {
    int length = payload.bytes().length;
    out.writeByte(payload.binary() ? FINAL_BINARY : FINAL_TEXT);
    if (length < 126) {
      out.writeByte(length);
    } else if (length < 65_536) {
      out.writeByte(126).writeShort(length);
    } else {
      out.writeByte(127).writeLong(length);
    }
    out.writeBytes(payload.bytes());
  }
}
