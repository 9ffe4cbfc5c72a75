package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Finished bytes in native memory; the pieces that connections write are views of it. */
record DirectChunk(ByteBuf bytes) implements Chunk {
  private static final int LINE_END = '\r' << 8 | '\n';

  /** A chunk of the chunked transfer coding (RFC 9112, section 7.1). */
  static DirectChunk ofHttp(List<byte[]> data) {
    int length = 0;
    for (byte[] piece : data) {
      length += piece.length;
    }
    byte[] size = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
    ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(size.length + length + 4);
    bytes.writeBytes(size).writeShort(LINE_END);
    data.forEach(bytes::writeBytes);
    bytes.writeShort(LINE_END);
    return new DirectChunk(bytes);
  }

  @Override
  public int size() {
    return bytes.readableBytes();
  }

  @Override
  public void retain() {
    bytes.retain();
  }

  @Override
  public void release() {
    bytes.release();
  }
}
