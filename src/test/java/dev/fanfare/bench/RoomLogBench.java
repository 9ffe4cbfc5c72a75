package dev.fanfare.bench;

import dev.fanfare.history.Epochs;
import dev.fanfare.history.History.Appended;
import dev.fanfare.history.History.Page;
import dev.fanfare.history.MemoryHistory;
import dev.fanfare.history.Retention;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the memory history costs a publication, and a reader near the head. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoomLogBench {
  private final RoomName room = new RoomName("bench");
  private final List<Draft> plain =
      List.of(
          new Draft(
              room, new User("u", "Ann"), null, Body.of(Body.Kind.TEXT, new byte[128]), "s", null));
  private MemoryHistory history;
  private Position near;
  private long key;

  @Setup
  public void fill() {
    history =
        new MemoryHistory(
            new Retention(1_000, 86_400_000, 4 << 20, 300_000, 64 << 20, 0),
            () -> 1,
            new Epochs(new Random(1)));
    for (int i = 0; i < 1_000; i++) {
      history.append(room, plain, 1);
    }
    Position head = history.head(room).result();
    near = head.at(head.offset() - 10);
  }

  @Benchmark
  public Future<List<Appended>> append() {
    return history.append(room, plain, 1);
  }

  @Benchmark
  public Future<List<Appended>> appendWithKey() {
    Draft draft = plain.get(0);
    Draft keyed = new Draft(room, draft.from(), null, draft.body(), "s", "u " + (key++ & 0xFFFF));
    return history.append(room, List.of(keyed), 1);
  }

  @Benchmark
  public Future<Page> readTheNewest() {
    return history.before(room, null, 10);
  }

  @Benchmark
  public Future<Page> readAfter() {
    return history.after(room, new Since.After(near), 10);
  }
}
