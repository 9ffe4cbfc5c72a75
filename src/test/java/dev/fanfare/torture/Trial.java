package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Position;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Three publishers, one of them without keys, and three subscribers at each node of a cluster,
 * before, while and after something goes wrong, and the verdict on it. With {@code
 * -Dfanfare.seed=…} they choose as before. Owned by the test's thread.
 */
final class Trial implements AutoCloseable {
  static final String ROOM = "torture";

  static final long SEED = Long.getLong("fanfare.seed", new Random().nextLong());
  private static final int FOREVER = 1_000_000;

  /** So much is said before and after what goes wrong, by all together. */
  private static final int SOME = 600;

  final Nodes nodes;
  final Acks acks = new Acks();
  private final Lags lags = new Lags();
  private final Random seeds = new Random(SEED);
  private final List<Target> targets = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final Position start;

  /** Takes the nodes over, and goes on for a while. */
  static Trial of(Nodes nodes) throws Exception {
    try {
      return new Trial(nodes).begin();
    } catch (Exception | AssertionError failed) {
      nodes.close();
      throw failed;
    }
  }

  private Trial(Nodes nodes) throws Exception {
    this.nodes = nodes;
    for (int i = 0; i < nodes.count(); i++) {
      Target target = new Target(ROOM);
      target.up(nodes.address(i));
      targets.add(target);
    }
    start = head();
  }

  private Trial begin() throws InterruptedException {
    for (int i = 0; i < nodes.count(); i++) {
      Target at = targets.get(i);
      publishers.add(new SocketPublisher("socket" + i, at, acks, FOREVER, seeds.nextLong()));
      publishers.add(new PostPublisher("post" + i, at, acks, FOREVER, seeds.nextLong()));
      publishers.add(new PlainPublisher("plain" + i, at, acks, FOREVER, seeds.nextLong()));
      follow(i, start, "");
    }
    subscribers.stream().filter(s -> !s.flapping()).forEach(s -> s.measuredBy(lags));
    subscribers.forEach(Worker::start);
    publishers.forEach(Worker::start);
    goOnAWhile();
    acks.watchStalls();
    return this;
  }

  /** Three more who follow at that node, from a position. */
  private void follow(int node, Position since, String who) {
    Target at = targets.get(node);
    String name = who + " " + node;
    subscribers.add(new SocketSubscriber("socket" + name, at, since, false, seeds.nextLong()));
    subscribers.add(new StreamSubscriber("stream" + name, at, since, node == 1, seeds.nextLong()));
    subscribers.add(new PollSubscriber("poll" + name, at, since, node == 2, seeds.nextLong()));
  }

  /** Three come late, with the position of the beginning. */
  void lateComers(int node) {
    int before = subscribers.size();
    follow(node, start, " late");
    subscribers.subList(before, subscribers.size()).forEach(Worker::start);
  }

  /** How what those had ended who never end a connection themselves; only those of whom it did. */
  Map<String, List<String>> endsOfTheSteady() {
    Map<String, List<String>> ends = new TreeMap<>();
    for (Subscriber subscriber : subscribers) {
      if (!subscriber.flapping() && !subscriber.ends().isEmpty()) {
        ends.put(subscriber.toString(), subscriber.ends());
      }
    }
    return ends;
  }

  /**
   * How much later than the first the last of those saw a message who never end a connection
   * themselves.
   */
  long longestLagMillis() {
    return lags.longestMillis();
  }

  /** The node that keeps the room. */
  int owner() {
    return owner(0);
  }

  /** The node that keeps the room, as another one sees it. */
  int owner(int asked) {
    try (Owners owners = new Owners(nodes.members(), asked)) {
      return owners.of(ROOM);
    }
  }

  /** Goes on until a node stores nothing. */
  void awaitRefusal(int node) throws Exception {
    RoomAt other = new RoomAt(nodes.address(node), "other");
    HttpResponse<String> response = other.tryToPost("x");
    while (response.statusCode() == 201) {
      response = other.tryToPost("x");
    }
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.body()).contains("unavailable");
  }

  /** The status with which a node answers a reader. */
  int reads(int node) throws Exception {
    return new RoomAt(nodes.address(node), ROOM).read("limit=1").statusCode();
  }

  /** How late the loops of a node were at most lately, as it tells, in seconds. */
  double longestLoopLag(int node) throws Exception {
    return Wire.figures(nodes.address(node)).largest("fanfare_loop_lag_max_seconds");
  }

  /** Those of one node go to another from now on, as behind a load balancer. */
  void move(int from, int to) {
    targets.get(from).up(nodes.address(to));
  }

  /** It is gone at once; its clients wait until they are moved or it is back. */
  void kill(int... which) throws InterruptedException {
    for (int node : which) {
      targets.get(node).down();
      nodes.server(node).strike();
    }
    for (int node : which) {
      nodes.server(node).kill();
    }
  }

  /** They are there again, at the same addresses; clients come when all are. */
  void restart(int... which) throws InterruptedException {
    for (int node : which) {
      nodes.server(node).start();
    }
    for (int node : which) {
      targets.get(node).up(nodes.address(node));
    }
  }

  void goOnAWhile() throws InterruptedException {
    acks.await(acks.count() + SOME);
  }

  /** Everybody comes to the end, and nothing is found to complain of. */
  Report end(String what) throws Exception {
    publishers.forEach(Publisher::enough);
    await(publishers);
    long stall = acks.longestStallMillis();
    acks.over();
    Publisher last = new PostPublisher(Subscriber.LAST, targets.get(0), acks, 1, seeds.nextLong());
    last.start();
    await(List.of(last));
    Position head = head();
    Worker.awaitAll(subscribers, () -> said() + "\n" + String.join("\n", found(head).violations()));
    PollSubscriber reader =
        new PollSubscriber("reader", targets.get(0), start, false, seeds.nextLong());
    reader.start();
    await(List.of(reader));
    subscribers.add(reader);
    Report report = found(head());
    System.out.printf(
        "FAULT | %s | %s | %d sent again | longest stall %.1f s | longest lag %.1f s | seed %d%n",
        what,
        report.sums(),
        publishers.stream().mapToInt(Publisher::repeats).sum(),
        stall / 1000.0,
        longestLagMillis() / 1000.0,
        SEED);
    if (!report.violations().isEmpty()) {
      subscribers.forEach(subscriber -> printTurns(subscriber.seen()));
    }
    assertThat(report.violations()).as(what + said()).isEmpty();
    return report;
  }

  /** Also when somebody never comes to the end: why, the checker may know. */
  private Report found(Position head) {
    return Checker.check(acks.all(), subscribers.stream().map(Subscriber::seen).toList(), head);
  }

  private void await(List<? extends Worker> workers) {
    Worker.awaitAll(workers, this::said);
  }

  /** What somebody saw besides messages in a row. */
  private static void printTurns(Seen log) {
    List<Seen.Entry> all = log.entries();
    for (int i = 0; i < all.size(); i++) {
      boolean inARow = all.get(i) instanceof Seen.Message && i > 0 && i < all.size() - 1;
      if (!inARow
          || !(all.get(i - 1) instanceof Seen.Message)
          || !(all.get(i + 1) instanceof Seen.Message)) {
        System.out.println(log.subscriber() + " saw " + all.get(i));
      }
    }
  }

  private Position head() throws Exception {
    return targets.get(0).head();
  }

  private String said() {
    return "\nSeed " + SEED + ".";
  }

  @Override
  public void close() throws InterruptedException {
    publishers.forEach(Worker::stop);
    subscribers.forEach(Worker::stop);
    nodes.close();
  }
}
