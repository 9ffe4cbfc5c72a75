package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Balancer;
import dev.fanfare.message.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes behind HAProxy are restarted one after the other while people talk: nothing is lost,
 * nothing comes twice, nobody is told of a gap, no request fails, and nobody has to come back more
 * than twice.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RollingRestartFaults {
  private static final String ROOM = "torture";
  private static final long SEED = Long.getLong("fanfare.seed", new Random().nextLong());
  private static final int FOREVER = 1_000_000;
  private static final int SOME = 300;
  private static final int PACE_MILLIS = 20;
  private static final String SENT_AWAY = "The server closed: 1012 draining";
  private static final String STREAM_ENDED = "The stream ended";

  @TempDir Path directory;

  private final Target target = new Target(ROOM);
  private final Acks acks = new Acks();
  private final Random seeds = new Random(SEED);
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final List<RawSubscriber> raws = new ArrayList<>();
  private Nodes nodes;
  private Balancer balancer;

  @AfterEach
  void stop() throws InterruptedException {
    publishers.forEach(Worker::stop);
    subscribers.forEach(Worker::stop);
    raws.forEach(Worker::stop);
    if (balancer != null) {
      balancer.close();
    }
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void losesNothingAndDisturbsNobodyMoreThanTwice() throws Exception {
    nodes = new Nodes.Plan(directory).atOnce().conf(conf()).start();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < nodes.count(); i++) {
      ports.add(nodes.address(i).getPort());
    }
    balancer = Balancer.start(Balancer.Kind.HAPROXY, directory, ports, Map.of());
    target.up(balancer.http());
    Position start = target.head();
    begin(start);
    for (int i = 0; i < nodes.count(); i++) {
      goOnAWhile();
      assertThat(nodes.server(i).terminate()).as(said()).isEqualTo(143);
      nodes.server(i).start();
    }
    goOnAWhile();
    finish();
    check(start);
    assertEveryEndWasOrderly();
    nodes.assertQuiet();
  }

  /** As long as HAProxy needs to see that a node stops, and some. */
  private static JsonObject conf() {
    return new JsonObject()
        .put("http", new JsonObject().put("trusted-proxies", new JsonArray().add("127.0.0.1")))
        .put("drain", new JsonObject().put("notice", "3s").put("spread", "1s"));
  }

  /** Sessions in a number that three nodes, and two, can share. */
  private void begin(Position start) throws Exception {
    for (int i = 0; i < 3; i++) {
      publishers.add(
          new SocketPublisher("socket" + i, target, acks, FOREVER, false, seeds.nextLong()));
      publishers.add(new PostPublisher("post" + i, target, acks, FOREVER, seeds.nextLong()));
      raws.add(new RawSubscriber("raw " + i, target, acks));
    }
    for (int i = 0; i < 6; i++) {
      subscribers.add(new SocketSubscriber("socket " + i, target, start, false, seeds.nextLong()));
      subscribers.add(new StreamSubscriber("stream " + i, target, start, false, seeds.nextLong()));
    }
    for (int i = 0; i < 3; i++) {
      subscribers.add(new PollSubscriber("poll " + i, target, start, false, seeds.nextLong()));
    }
    raws.forEach(Worker::start);
    for (RawSubscriber raw : raws) {
      raw.connected().get(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    subscribers.forEach(Worker::start);
    publishers.forEach(publisher -> publisher.pace(PACE_MILLIS));
    publishers.forEach(Worker::start);
    goOnAWhile();
    acks.watchStalls();
  }

  private void goOnAWhile() throws InterruptedException {
    acks.await(acks.count() + SOME);
  }

  private void finish() throws Exception {
    publishers.forEach(Publisher::enough);
    await(publishers);
    acks.over();
    Publisher last = new PostPublisher(Subscriber.LAST, target, acks, 1, seeds.nextLong());
    last.start();
    await(List.of(last));
    await(subscribers);
    await(raws);
  }

  private void check(Position start) throws Exception {
    List<Seen> logs = new ArrayList<>();
    subscribers.forEach(subscriber -> logs.add(subscriber.seen()));
    Map<Id, Position> places = new HashMap<>();
    acks.all().forEach(ack -> places.put(ack.id(), ack.position()));
    raws.forEach(raw -> logs.add(raw.seen(start, places)));
    Report report = Checker.check(acks.all(), logs, target.head());
    System.out.printf(
        "Rolling restart: %d violations; %d acknowledged, %d sent again; %d delivered to %d"
            + " subscribers, %d gaps; longest stall %.1f s; connections ended: %s; seed %d%n",
        report.violations().size(),
        report.acknowledged(),
        publishers.stream().mapToInt(Publisher::repeats).sum(),
        report.delivered(),
        logs.size(),
        report.gaps(),
        acks.longestStallMillis() / 1000.0,
        everybody().stream().map(worker -> worker + " " + worker.ends().size()).toList(),
        SEED);
    assertThat(report.violations()).as(said()).isEmpty();
    assertThat(report.gaps()).as(said()).isZero();
  }

  private void assertEveryEndWasOrderly() {
    int ends = 0;
    for (Worker worker : everybody()) {
      if (worker instanceof PollSubscriber || worker instanceof PostPublisher) {
        assertThat(worker.ends()).as(worker + said()).isEmpty();
      } else {
        String orderly = worker instanceof StreamSubscriber ? STREAM_ENDED : SENT_AWAY;
        assertThat(worker.ends()).as(worker + said()).containsOnly(orderly).hasSizeLessThan(3);
        ends += worker.ends().size();
      }
    }
    assertThat(ends).as("everybody was sent away").isGreaterThanOrEqualTo(18);
  }

  private List<Worker> everybody() {
    List<Worker> all = new ArrayList<>(publishers);
    all.addAll(subscribers);
    all.addAll(raws);
    return all;
  }

  private void await(List<? extends Worker> workers) {
    Worker.awaitAll(workers, this::said);
  }

  private String said() {
    return "\nSeed " + SEED + "." + nodes.output() + "\nThe balancer said:\n" + balancer.said();
  }
}
