package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import io.netty.buffer.ByteBuf;

/** Finished bytes in native memory; the pieces that connections write are views of it. */
record DirectChunk(ByteBuf bytes) implements Chunk {
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
