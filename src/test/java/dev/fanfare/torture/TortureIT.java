package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FreePorts;
import dev.fanfare.message.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Publishers, steady and flapping subscribers on all transports at once, on the real jar, killed in
 * the middle: nothing acknowledged is lost, nothing comes twice, and all see one order. With {@code
 * -Dfanfare.seed=…} it chooses as before.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TortureIT {
  private static final String ROOM = "torture";
  private static final long SEED = Long.getLong("fanfare.seed", new Random().nextLong());

  @TempDir Path directory;

  private final Target target = new Target(ROOM);
  private final Acks acks = new Acks();
  private final Random seeds = new Random(SEED);
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final List<RawSubscriber> raws = new ArrayList<>();

  @Test
  void killedInTheMiddleWithHistoryOnDisk() throws Exception {
    try (Server server = new Server(directory, conf("sqlite", 0))) {
      target.up(server.start());
      Position start = target.head();
      publish(750);
      subscribe(start);
      startAll();
      for (int third = 1; third <= 2; third++) {
        acks.await(third * 750 * 8 / 3);
        target.down();
        server.kill();
        target.up(server.start());
      }
      finish(server);
      Report report = check(start, "sqlite, killed twice");
      assertThat(report.violations()).as(said(server)).isEmpty();
      assertThat(report.gaps()).as("gaps, though everything is kept" + said(server)).isZero();
    }
  }

  @Test
  void killedInTheMiddleWithHistoryInMemory() throws Exception {
    try (Server server = new Server(directory, conf("memory", 0))) {
      target.up(server.start());
      Position start = target.head();
      publish(500);
      subscribe(start);
      startAll();
      acks.await(500 * 8 / 2);
      target.down();
      server.kill();
      target.up(server.start());
      finish(server);
      Report report = check(start, "memory, killed");
      assertThat(report.violations()).as(said(server)).isEmpty();
      assertThat(report.gaps()).as("each is told of the new life").isGreaterThanOrEqualTo(12);
    }
  }

  @Test
  void oneLoop() throws Exception {
    undisturbed("memory", 400, 1);
  }

  @Test
  void manyLoops() throws Exception {
    undisturbed("sqlite", 400, 5);
  }

  @Test
  void clustered() throws Exception {
    undisturbed("auto", 100, 2, "-cluster");
  }

  private void undisturbed(String history, int each, int loops, String... arguments)
      throws Exception {
    JsonObject conf = conf(history, loops);
    int port = FreePorts.one();
    conf.put(
        "cluster",
        new JsonObject()
            .put("port", port)
            .put("join", new JsonArray(List.of("127.0.0.1:" + port))));
    try (Server server = new Server(directory, conf, arguments)) {
      target.up(server.start());
      Position start = target.head();
      publish(each);
      subscribe(start);
      raws.add(new RawSubscriber("raw 1", target));
      raws.add(new RawSubscriber("raw 2", target));
      startAll();
      finish(server);
      Report report = check(start, history + ", " + loops + " loops");
      assertThat(report.violations()).as(said(server)).isEmpty();
      assertThat(report.gaps()).as("gaps, though everything is kept" + said(server)).isZero();
    }
  }

  /** No limits in the way, and room for everything. */
  private static JsonObject conf(String history, int loops) {
    return new JsonObject()
        .put("http", new JsonObject().put("host", "127.0.0.1").put("instances", loops))
        .put(
            "history",
            new JsonObject()
                .put("kind", history)
                .put("messages", 1_000_000)
                .put("room-bytes", "64MiB"))
        .put(
            "limits",
            new JsonObject()
                .put("rate", 0)
                .put("post-rate", 0)
                .put("sessions-per-address", 0)
                .put("handshakes-per-address", 0)
                .put("outbound-bytes", "64MiB"));
  }

  private void publish(int each) {
    for (int i = 1; i <= 4; i++) {
      publishers.add(new SocketPublisher("socket" + i, target, acks, each, seeds.nextLong()));
      publishers.add(new PostPublisher("post" + i, target, acks, each, seeds.nextLong()));
    }
  }

  private void subscribe(Position start) {
    for (boolean flaps : new boolean[] {false, true}) {
      String how = flaps ? "flapping " : "steady ";
      for (int i = 1; i <= 2; i++) {
        subscribers.add(
            new SocketSubscriber(how + "socket " + i, target, start, flaps, seeds.nextLong()));
        subscribers.add(
            new StreamSubscriber(how + "stream " + i, target, start, flaps, seeds.nextLong()));
        subscribers.add(
            new PollSubscriber(how + "poll " + i, target, start, flaps, seeds.nextLong()));
      }
      subscribers.add(
          new LaggingSubscriber(
              how + "laggard", target, start, acks, 2000, flaps, seeds.nextLong()));
    }
  }

  private void startAll() throws Exception {
    raws.forEach(Worker::start);
    for (RawSubscriber raw : raws) {
      raw.connected().get(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    subscribers.forEach(Worker::start);
    publishers.forEach(Worker::start);
  }

  /** Everybody says what there is to say, then one last word ends it for those who listen. */
  private void finish(Server server) throws Exception {
    await(publishers, server);
    acks.over();
    Publisher last = new PostPublisher(Subscriber.LAST, target, acks, 1, seeds.nextLong());
    last.start();
    await(List.of(last), server);
    await(subscribers, server);
    await(raws, server);
  }

  private void await(List<? extends Worker> workers, Server server) throws Exception {
    CompletableFuture<?>[] all =
        workers.stream().map(Worker::done).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all).get(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      StringBuilder who = new StringBuilder("Not done in time:");
      workers.stream()
          .filter(worker -> !worker.done().isDone())
          .forEach(worker -> who.append("\n").append(worker).append(": ").append(worker.state()));
      List<Seen> logs = subscribers.stream().map(Subscriber::seen).toList();
      who.append("\nUp to now: ");
      who.append(String.join("\n", Checker.check(acks.all(), logs, target.head()).violations()));
      throw new AssertionError(who + said(server));
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause().getMessage() + said(server), failed.getCause());
    } finally {
      workers.forEach(Worker::stop);
    }
  }

  private Report check(Position start, String what) throws Exception {
    Position head = target.head();
    List<Seen> logs = new ArrayList<>();
    subscribers.forEach(subscriber -> logs.add(subscriber.seen()));
    Map<Id, Position> places = new HashMap<>();
    acks.all().forEach(ack -> places.put(ack.id(), ack.position()));
    raws.forEach(raw -> logs.add(raw.seen(start, places)));
    PollSubscriber reader = new PollSubscriber("reader", target, start, false, seeds.nextLong());
    reader.start();
    reader.done().get(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    logs.add(reader.seen());
    Report report = Checker.check(acks.all(), logs, head);
    System.out.printf(
        "Torture, %s: %d violations; %d acknowledged by %d publishers, %d sent again;"
            + " %d delivered to %d subscribers, %d reconnects, %d gaps (%d empty); seed %d%n",
        what,
        report.violations().size(),
        report.acknowledged(),
        publishers.size(),
        publishers.stream().mapToInt(Publisher::repeats).sum(),
        report.delivered(),
        logs.size(),
        report.reconnects(),
        report.gaps(),
        report.emptyGaps(),
        SEED);
    return report;
  }

  private static String said(Server server) {
    return "\nSeed " + SEED + ". The server said:\n" + server.output();
  }
}
