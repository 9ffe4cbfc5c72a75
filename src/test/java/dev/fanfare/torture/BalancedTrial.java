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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Three nodes behind a load balancer, publishers and subscribers of all kinds who know nothing but
 * that, and the verdict on what they saw. With {@code -Dfanfare.seed=…} they choose as before.
 * Owned by the test's thread.
 */
final class BalancedTrial implements AutoCloseable {
  private static final String ROOM = "torture";

  private static final long SEED = Long.getLong("fanfare.seed", new Random().nextLong());
  private static final int FOREVER = 1_000_000;

  /** So much is said before and after what goes wrong, by all together. */
  private static final int SOME = 300;

  private static final int PACE_MILLIS = 20;

  /** Of those who stay: sockets that publish or listen, raw or not, and event streams. */
  static final int SESSIONS = 18;

  private static final String SENT_AWAY = "The server closed: 1012 draining";
  private static final String STREAM_ENDED = "The stream ended";

  final Nodes nodes;
  final Acks acks = new Acks();
  private final Balancer balancer;
  private final Target target = new Target(ROOM);
  private final Random seeds = new Random(SEED);
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final List<RawSubscriber> raws = new ArrayList<>();
  private final Position start;

  /**
   * Behind HAProxy as shipped; returns when all nodes are ready.
   *
   * @param conf more configuration of each
   */
  BalancedTrial(Path directory, JsonObject conf) throws Exception {
    this(directory, conf, Balancer.Kind.HAPROXY, Map.of());
  }

  /**
   * @param changes of the balancer's configuration
   */
  BalancedTrial(Path directory, JsonObject conf, Balancer.Kind kind, Map<String, String> changes)
      throws Exception {
    JsonObject http = new JsonObject().put("trusted-proxies", new JsonArray().add("127.0.0.1"));
    JsonObject all = new JsonObject().put("http", http).mergeIn(conf, true);
    nodes = new Nodes.Plan(directory).atOnce().conf(all).start();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < nodes.count(); i++) {
        ports.add(nodes.address(i).getPort());
      }
      balancer = Balancer.start(kind, directory, ports, changes);
      target.up(balancer.http());
      start = target.head();
    } catch (Exception | AssertionError failed) {
      nodes.close();
      throw failed;
    }
  }

  /**
   * Everybody comes, and they talk for a while. Sessions in a number that three nodes, and two, can
   * share.
   */
  void begin() throws Exception {
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

  /** The node that keeps the room. */
  int keeper() {
    try (Owners owners = new Owners(nodes.members(), 0)) {
      return owners.of(ROOM);
    }
  }

  void goOnAWhile() throws InterruptedException {
    acks.await(acks.count() + SOME);
  }

  /** Nobody says anything until each WebSocket has ended once more. */
  void sayNothingUntilSocketsEnd() throws InterruptedException {
    Map<Worker, Integer> ends = new HashMap<>();
    for (Worker worker : sockets()) {
      ends.put(worker, worker.ends().size());
    }
    publishers.forEach(publisher -> publisher.hold(true));
    for (Map.Entry<Worker, Integer> before : ends.entrySet()) {
      before.getKey().awaitEnds(before.getValue() + 1);
    }
    publishers.forEach(publisher -> publisher.hold(false));
  }

  /**
   * Nodes sent away all who stay, each once and at most so often, with the words for it; and no
   * request failed.
   */
  void assertSentAwayInOrder(int most) {
    for (Worker worker : everybody()) {
      if (worker instanceof PollSubscriber || worker instanceof PostPublisher) {
        assertThat(worker.ends()).as(worker + said()).isEmpty();
      } else {
        String orderly = worker instanceof StreamSubscriber ? STREAM_ENDED : SENT_AWAY;
        assertThat(worker.ends())
            .as(worker + said())
            .containsOnly(orderly)
            .hasSizeLessThanOrEqualTo(most);
      }
    }
  }

  /**
   * Everybody comes to the end, and nothing is found to complain of, nor is anybody told of a gap.
   */
  void end(String what) throws Exception {
    publishers.forEach(Publisher::enough);
    await(publishers);
    double stall = acks.longestStallMillis() / 1000.0;
    acks.over();
    Publisher last = new PostPublisher(Subscriber.LAST, target, acks, 1, seeds.nextLong());
    last.start();
    await(List.of(last));
    await(subscribers);
    await(raws);
    List<Seen> logs = new ArrayList<>();
    subscribers.forEach(subscriber -> logs.add(subscriber.seen()));
    Map<Id, Position> places = new HashMap<>();
    acks.all().forEach(ack -> places.put(ack.id(), ack.position()));
    raws.forEach(raw -> logs.add(raw.seen(start, places)));
    Report report = Checker.check(acks.all(), logs, target.head());
    int repeats = publishers.stream().mapToInt(Publisher::repeats).sum();
    System.out.printf(
        "FAULT | %s | %s | %d sent again | longest stall %.1f s | ended: %s | seed %d%n",
        what, report.sums(), repeats, stall, ends().toString().replaceAll("\\s+", " "), SEED);
    assertThat(report.violations()).as(what + said()).isEmpty();
    assertThat(report.gaps()).as(what + said()).isZero();
  }

  /** Of whom not all connections and requests ended as they wished, and how instead. */
  Map<String, List<String>> ends() {
    Map<String, List<String>> ends = new TreeMap<>();
    for (Worker worker : everybody()) {
      if (!worker.ends().isEmpty()) {
        ends.put(worker.toString(), worker.ends());
      }
    }
    return ends;
  }

  /** Those who speak or listen over WebSockets. */
  List<Worker> sockets() {
    return everybody().stream()
        .filter(
            worker ->
                worker instanceof SocketPublisher
                    || worker instanceof SocketSubscriber
                    || worker instanceof RawSubscriber)
        .toList();
  }

  List<Worker> everybody() {
    List<Worker> all = new ArrayList<>(publishers);
    all.addAll(subscribers);
    all.addAll(raws);
    return all;
  }

  private void await(List<? extends Worker> workers) {
    Worker.awaitAll(workers, this::said);
  }

  /** What the servers and the balancer said, for a complaint. */
  String said() {
    return "\nSeed " + SEED + "." + nodes.output() + "\nThe balancer said:\n" + balancer.said();
  }

  @Override
  public void close() throws InterruptedException {
    everybody().forEach(Worker::stop);
    balancer.close();
    nodes.close();
  }
}
