package dev.fanfare.hub;

import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An outbox that keeps what it is given, and its encoding, which does not encode. */
final class FakeOutbox implements Outbox {
  /** Chunks that were made and not released. */
  static final class FakeEncoding implements Encoding {
    final AtomicInteger open = new AtomicInteger();
    int encoded;

    @Override
    public Chunk encode(List<? extends Event> events) {
      open.incrementAndGet();
      encoded++;
      return new FakeChunk(this, List.copyOf(events));
    }
  }

  record FakeChunk(FakeEncoding encoding, List<Event> events) implements Chunk {
    @Override
    public int size() {
      return events.size();
    }

    @Override
    public void retain() {
      encoding.open.incrementAndGet();
    }

    @Override
    public void release() {
      encoding.open.decrementAndGet();
    }
  }

  final List<Event> events = new ArrayList<>();

  /** How many events each chunk held. */
  final List<Integer> chunks = new ArrayList<>();

  boolean writable = true;
  int room = Integer.MAX_VALUE;
  @Nullable Code closed;

  @Override
  public boolean writable() {
    return writable && room > 0;
  }

  @Override
  public void write(Chunk chunk) {
    events.addAll(((FakeChunk) chunk).events());
    chunks.add(((FakeChunk) chunk).events().size());
    room -= ((FakeChunk) chunk).events().size();
  }

  @Override
  public void writeAndFlush(Chunk chunk) {
    write(chunk);
  }

  @Override
  public void close(Code code, String reason) {
    closed = code;
  }
}
