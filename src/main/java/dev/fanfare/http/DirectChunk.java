package dev.fanfare.http;

import dev.fanfare.hub.Backlog;
import dev.fanfare.hub.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Finished bytes in native memory; the pieces that connections write are views of it. */
record DirectChunk(ByteBuf bytes) implements Chunk {
  private static final int LINE_END = '\r' << 8 | '\n';

  /** A chunk of the chunked transfer coding (RFC 9112, section 7.1). */
  static DirectChunk ofHttp(List<byte[]> data, Backlog backlog) {
    int length = 0;
    for (byte[] piece : data) {
      length += piece.length;
    }
    byte[] size = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
    ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(size.length + length + 4);
    bytes.writeBytes(size).writeShort(LINE_END);
    data.forEach(bytes::writeBytes);
    bytes.writeShort(LINE_END);
    return of(bytes, backlog);
  }

  /** Finished bytes, which it takes over; they wait until the last view of them is given back. */
  static DirectChunk of(ByteBuf bytes, Backlog backlog) {
    return new DirectChunk(new Counted(bytes, backlog));
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

  /** Only of a buffer of a class of its own one learns when nobody holds it any more. */
  private static final class Counted extends CompositeByteBuf {
    private final Backlog backlog;
    private final int size;

    Counted(ByteBuf bytes, Backlog backlog) {
      super(bytes.alloc(), true, 1);
      this.backlog = backlog;
      this.size = bytes.capacity();
      addComponent(true, bytes);
      backlog.change(size);
    }

    @Override
    protected void deallocate() {
      super.deallocate();
      backlog.change(-size);
    }
  }
}
