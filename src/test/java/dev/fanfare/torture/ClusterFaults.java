package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes with publishers and subscribers on each, and something that goes wrong in the middle:
 * {@code mvn -Pfaults verify}. Partitions need root and iproute2. It takes minutes: Hazelcast gives
 * a silent node up after ten seconds, and looks for lost ones every ten.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterFaults {
  private static final String ROOM = "torture";
  private static final long SEED = Long.getLong("fanfare.seed", new Random().nextLong());

  /** So much is said before and after what goes wrong, by all together. */
  private static final int SOME = 600;

  @TempDir Path directory;

  private final Acks acks = new Acks();
  private final Random seeds = new Random(SEED);
  private final List<Target> targets = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private Position start;
  private ThreeNodes nodes;

  @AfterEach
  void stop() throws InterruptedException {
    publishers.forEach(Worker::stop);
    subscribers.forEach(Worker::stop);
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void killedNode() throws Exception {
    begin(null);
    targets.get(1).down();
    nodes.server(1).kill();
    targets.get(1).up(nodes.address(2)); // as a load balancer does
    goOnAWhile();
    end("kill -9 of one of three");
  }

  @Test
  void shortFreeze() throws Exception {
    begin(null);
    freeze(1, 5);
    end("SIGSTOP for 5 s, shorter than the heartbeat's patience");
  }

  @Test
  void longFreeze() throws Exception {
    begin(null);
    freeze(2, 20);
    end("SIGSTOP for 20 s, longer than the heartbeat's patience");
  }

  /** The oldest node is the one that leads the cluster. */
  @Test
  void longFreezeOfTheOldest() throws Exception {
    begin(null);
    freeze(0, 20);
    end("SIGSTOP of the oldest node for 20 s");
  }

  @Test
  void oneNodeIsCutOff() throws Exception {
    try (Network net = Network.up(ThreeNodes.COUNT)) {
      begin(net);
      cut(net, true);
      Refusal refused = refusedOn(2);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("unavailable");
      cut(net, false);
      end("partition 2 + 1");
      nodes.close();
    }
  }

  private void cut(Network net, boolean cut) throws Exception {
    for (int other = 0; other < 2; other++) {
      if (cut) {
        net.cut(2, other);
        net.cut(other, 2);
      } else {
        net.mend(2, other);
        net.mend(other, 2);
      }
    }
  }

  /** What a node answers that shall store nothing; reading goes on. */
  private Refusal refusedOn(int node) throws Exception {
    Target target = targets.get(node);
    while (true) {
      HttpResponse<String> response =
          Wire.send(
              Wire.request(nodes.address(node).resolve("/rooms/other/messages"))
                  .POST(BodyPublishers.ofString("x"))
                  .build(),
              BodyHandlers.ofString());
      if (response.statusCode() != 201) {
        assertThat(
                Wire.send(Wire.request(target.messages("limit=1")).build(), BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(200);
        return new Refusal(response.statusCode(), response.body());
      }
    }
  }

  private record Refusal(int status, String body) {}

  private void begin(Network net) throws Exception {
    nodes = ThreeNodes.start(directory, net);
    for (int i = 0; i < ThreeNodes.COUNT; i++) {
      Target target = new Target(ROOM);
      target.up(nodes.address(i));
      targets.add(target);
    }
    start = head();
    for (int i = 0; i < ThreeNodes.COUNT; i++) {
      Target at = targets.get(i);
      publishers.add(new SocketPublisher("socket" + i, at, acks, FOREVER, seeds.nextLong()));
      publishers.add(new PostPublisher("post" + i, at, acks, FOREVER, seeds.nextLong()));
      subscribers.add(new SocketSubscriber("socket " + i, at, start, false, seeds.nextLong()));
      subscribers.add(new StreamSubscriber("stream " + i, at, start, i == 1, seeds.nextLong()));
      subscribers.add(new PollSubscriber("poll " + i, at, start, i == 2, seeds.nextLong()));
    }
    subscribers.forEach(Worker::start);
    publishers.forEach(Worker::start);
    acks.await(SOME);
    acks.watchStalls();
  }

  private static final int FOREVER = 1_000_000;

  /** The fault itself takes this time: there is nothing to wait for. */
  private void freeze(int node, int seconds) throws Exception {
    nodes.server(node).freeze();
    TimeUnit.SECONDS.sleep(seconds);
    nodes.server(node).thaw();
    goOnAWhile();
  }

  private void goOnAWhile() throws InterruptedException {
    acks.await(acks.count() + SOME);
  }

  private void end(String what) throws Exception {
    goOnAWhile();
    publishers.forEach(Publisher::enough);
    await(publishers);
    long stall = acks.longestStallMillis();
    acks.over();
    Publisher last = new PostPublisher(Subscriber.LAST, targets.get(0), acks, 1, seeds.nextLong());
    last.start();
    await(List.of(last));
    await(subscribers);
    PollSubscriber reader =
        new PollSubscriber("reader", targets.get(0), start, false, seeds.nextLong());
    reader.start();
    await(List.of(reader));
    subscribers.add(reader);
    List<Seen> logs = subscribers.stream().map(Subscriber::seen).toList();
    Report report = Checker.check(acks.all(), logs, head());
    long repeated = report.violations().stream().filter(v -> v.matches("(a: .* saw|c:).*")).count();
    long lost = report.violations().stream().filter(v -> v.startsWith("a: ")).count();
    System.out.printf(
        "FAULT | %s | %d acknowledged | %d sent again | %d violations, %d of them lost, %d repeated"
            + " | %d gaps | longest stall %.1f s | seed %d%n",
        what,
        report.acknowledged(),
        publishers.stream().mapToInt(Publisher::repeats).sum(),
        report.violations().size(),
        lost - repeated,
        repeated,
        report.gaps(),
        stall / 1000.0,
        SEED);
    assertThat(report.violations()).as(said()).isEmpty();
  }

  private void await(List<? extends Worker> workers) throws Exception {
    try {
      CompletableFuture.allOf(
              workers.stream().map(Worker::done).toArray(CompletableFuture<?>[]::new))
          .get(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception failed) {
      StringBuilder who = new StringBuilder("Not done, or failed: " + failed);
      workers.stream()
          .filter(worker -> !worker.done().isDone())
          .forEach(worker -> who.append("\n").append(worker).append(": ").append(worker.state()));
      throw new AssertionError(who + said(), failed);
    }
  }

  private Position head() throws Exception {
    HttpResponse<String> response =
        Wire.send(
            Wire.request(targets.get(0).messages("limit=1")).build(), BodyHandlers.ofString());
    return Position.parse(new JsonObject(response.body()).getString("position"));
  }

  private String said() {
    return "\nSeed " + SEED + "." + nodes.output();
  }
}
