package dev.fanfare.http;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.Epochs;
import dev.fanfare.history.History.Appended;
import dev.fanfare.history.MemoryHistory;
import dev.fanfare.history.Retention;
import dev.fanfare.hub.Backlogs;
import dev.fanfare.hub.Broker;
import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Encoding;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Outbox;
import dev.fanfare.hub.Room;
import dev.fanfare.hub.Session;
import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.LocalPresence;
import dev.fanfare.wire.BatchCodec;
import dev.fanfare.wire.Formats;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What everything between a publication and the sockets costs: history, bus, order, encoding, and
 * the walk through the subscriptions; the figure is for one turn of the loop. Sockets only count.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoomFanoutBench {
  private static final int TURNS = 200;
  private static final RoomName ROOM = new RoomName("bench");
  private static final User ANN = new User("u-ann", "Ann");

  @Param({"10", "1000"})
  int listeners;

  @Param({"1", "16"})
  int messages;

  @Param({"raw", "json"})
  String format;

  private final Draft draft =
      new Draft(ROOM, ANN, null, Body.text("x".repeat(128)), "nobody's session", null);
  private Vertx vertx;
  private Context loop;
  private Broker broker;
  private Hub hub;
  private Room room;
  private long delivered;

  private final class Counting implements Outbox {
    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void write(Chunk chunk) {
      delivered += chunk.size();
    }

    @Override
    public void writeAndFlush(Chunk chunk) {
      write(chunk);
    }

    @Override
    public long waiting() {
      return 0;
    }

    @Override
    public void close(Code code, String reason) {}

    @Override
    public void cut() {}
  }

  @Setup
  public void open() {
    vertx = Vertx.vertx();
    vertx.eventBus().registerCodec(new BatchCodec());
    loop = vertx.getOrCreateContext();
    Retention retention = new Retention(1_000, 86_400_000, 4 << 20, 300_000, 64 << 20, 0);
    MemoryHistory history = new MemoryHistory(retention, () -> 1, new Epochs(new Random(1)));
    broker =
        new Broker(history, vertx.eventBus(), () -> 1, new RoomRules(List.of()), BatchCodec.NAME);
    room = await(this::fill);
  }

  private Future<Room> fill() {
    LocalPresence presence =
        new LocalPresence(
            vertx, Duration.ofSeconds(1), Duration.ofSeconds(1), 200, () -> 1, change -> {});
    hub =
        new Hub(
            vertx,
            broker,
            presence,
            new RoomRules(List.of()),
            FanfareConfig.defaults().limits(),
            Duration.ZERO,
            new Backlogs(0).open(),
            new Meters(),
            new Clocks(() -> 1, () -> 1),
            "n");
    Encoding encoding = new DirectFrames(new Formats().named(format), null, hub.backlog());
    return hub.start()
        .compose(started -> hub.open(ROOM))
        .onSuccess(
            opened -> {
              for (int i = 0; i < listeners; i++) {
                Session session =
                    new Session("s" + i, ANN, false, "u-ann", hub, encoding, new Counting(), true);
                session.follow(session.subscribe(opened, opened.position()));
              }
            });
  }

  @Benchmark
  @OperationsPerInvocation(TURNS)
  public long fanOut() {
    await(
        () -> {
          Promise<Room> done = Promise.promise();
          turn(TURNS, done);
          return done.future();
        });
    return delivered;
  }

  private void turn(int left, Promise<Room> done) {
    if (left == 0) {
      done.complete(room);
      return;
    }
    Future<Appended> last = hub.publish(draft);
    for (int i = 1; i < messages; i++) {
      last = hub.publish(draft);
    }
    last.onSuccess(
        appended ->
            room.whenAfter(
                appended.position().at(appended.position().offset() - 1),
                () -> turn(left - 1, done)));
  }

  @TearDown
  public void close() {
    vertx.close().await();
  }

  private Room await(java.util.function.Supplier<Future<Room>> action) {
    Promise<Room> done = Promise.promise();
    loop.runOnContext(v -> action.get().onComplete(done));
    return done.future().await();
  }
}
