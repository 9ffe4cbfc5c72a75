package dev.fanfare.hub;

import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An outbox that keeps what it is given, and its encoding, which does not encode. */
final class FakeOutbox implements Outbox {
  static final class FakeEncoding implements Encoding {
    /** References that were taken and not given back. */
    final AtomicInteger open = new AtomicInteger();

    /** Times that something was encoded. */
    int encoded;

    /** What has a form here. */
    Predicate<Event> tells = event -> true;

    /** Thrown instead of encoding. */
    @Nullable Throwable broken;

    @Override
    public @Nullable Chunk encode(List<? extends Event> events) {
      if (broken instanceof Error error) {
        throw error;
      } else if (broken instanceof RuntimeException failure) {
        throw failure;
      }
      List<Event> told = new ArrayList<>(events);
      told.removeIf(tells.negate());
      if (told.isEmpty()) {
        return null;
      }
      encoded++;
      return new FakeChunk(this, told, new AtomicInteger(1));
    }
  }

  /** Counts as Netty's buffers do: used after its end, it throws. */
  record FakeChunk(FakeEncoding encoding, List<Event> events, AtomicInteger references)
      implements Chunk {
    FakeChunk {
      encoding.open.incrementAndGet();
    }

    @Override
    public int size() {
      return 100 * events.size();
    }

    @Override
    public void retain() {
      require();
      references.incrementAndGet();
      encoding.open.incrementAndGet();
    }

    @Override
    public void release() {
      require();
      references.decrementAndGet();
      encoding.open.decrementAndGet();
    }

    void require() {
      if (references.get() <= 0) {
        throw new IllegalStateException("used after it was released");
      }
    }
  }

  final List<Event> events = new ArrayList<>();

  /** How many events each chunk held. */
  final List<Integer> chunks = new ArrayList<>();

  boolean writable = true;
  int room = Integer.MAX_VALUE;
  @Nullable Code closed;
  boolean cut;

  /** Bytes that it says are waiting beside what it was given. */
  long holds;

  Runnable onCut = () -> {};

  Runnable onClose = () -> {};

  /** Called instead of writing. */
  @Nullable Runnable onWrite;

  /** Whether it holds what it was given until {@link #die}, as a connection that does not move. */
  boolean frozen;

  private final Deque<Chunk> held = new ArrayDeque<>();

  /** Of the messages that it was given, also by who is not on the loop. */
  List<Long> offsets() {
    return List.copyOf(events).stream()
        .filter(Event.Message.class::isInstance)
        .map(event -> ((Event.Message) event).publication().offset())
        .toList();
  }

  @Override
  public boolean writable() {
    return closed == null && !cut && writable && room > 0;
  }

  @Override
  public long waiting() {
    return holds + held.stream().mapToInt(Chunk::size).sum();
  }

  @Override
  public void write(Chunk chunk) {
    ((FakeChunk) chunk).require();
    if (closed != null) {
      return;
    }
    if (onWrite != null) {
      onWrite.run();
      return;
    }
    if (frozen) {
      chunk.retain();
      held.add(chunk);
    }
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
    onClose.run();
  }

  @Override
  public void cut() {
    cut = true;
    onCut.run();
    die();
  }

  /** The connection is gone: what it held is given back. */
  void die() {
    held.forEach(Chunk::release);
    held.clear();
  }
}
