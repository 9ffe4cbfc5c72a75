package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import io.vertx.core.Future;
import java.util.List;

/**
 * What is to be written with a method of Vert.x, on the heap: nothing is to be released.
 *
 * @param <T> what is written to
 * @param size in bytes, without framing
 */
record PlainChunk<T>(List<Piece<T>> pieces, int size) implements Chunk {
  /** Writes itself; done when the kernel has it. */
  @FunctionalInterface
  interface Piece<T> {
    Future<Void> writeTo(T out);
  }

  @Override
  public void retain() {}

  @Override
  public void release() {}
}
