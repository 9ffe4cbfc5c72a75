package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong in a cluster and takes its time: {@code mvn -Pfaults verify}. Partitions need
 * root and iproute2, jumps of the clock libfaketime. It takes minutes: Hazelcast gives a silent
 * node up after ten seconds, and looks for lost ones every ten.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterFaults {
  @TempDir Path directory;

  private Nodes.Plan three() {
    return new Nodes.Plan(directory);
  }

  @Test
  void shortFreeze() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      freeze(trial, 1, 5);
      trial.end("SIGSTOP of one node for 5 s");
    }
  }

  @Test
  void longFreeze() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      freeze(trial, 2, 20);
      trial.end("SIGSTOP of one node for 20 s");
    }
  }

  /** The oldest node is the one that leads the cluster. */
  @Test
  void longFreezeOfTheOldest() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      freeze(trial, 0, 20);
      trial.end("SIGSTOP of the oldest node for 20 s");
    }
  }

  /** Each may hold rooms whose copy the other holds; all they held together is lost. */
  @Test
  void twoNodesKilledAtOnce() throws Exception {
    try (Trial trial = Trial.of(three().start())) {
      Rooms rooms = Rooms.written(trial.nodes);
      trial.kill(1, 2);
      assertThat(refusal(trial, 0)).isEqualTo(503);
      trial.restart(1, 2);
      trial.goOnAWhile();
      int lost = rooms.check(trial.nodes);
      trial.end(
          "kill -9 of two of three at once, then restart; %d of %d rooms lost"
              .formatted(lost, rooms.count()));
    }
  }

  @Test
  void oneNodeIsCutOff() throws Exception {
    try (Network net = Network.up(3);
        Trial trial = Trial.of(three().in(net).start())) {
      net.cutOff(2);
      assertThat(refusal(trial, 2)).isEqualTo(503);
      assertThat(reads(trial, 2)).isEqualTo(200);
      net.mend();
      trial.goOnAWhile();
      trial.end("partition 2 + 1");
    }
  }

  @Test
  void allNodesAreCutOff() throws Exception {
    try (Network net = Network.up(3);
        Trial trial = Trial.of(three().in(net).start())) {
      net.cutOff(0);
      net.cutOff(1);
      for (int node = 0; node < 3; node++) {
        assertThat(refusal(trial, node)).isEqualTo(503);
        assertThat(reads(trial, node)).isEqualTo(200);
      }
      net.mend();
      trial.goOnAWhile();
      trial.end("partition 1 + 1 + 1");
    }
  }

  /** It hears everybody, and nobody hears it. */
  @Test
  void oneNodeIsNotHeard() throws Exception {
    try (Network net = Network.up(3);
        Trial trial = Trial.of(three().in(net).start())) {
      net.cut(2, 0);
      net.cut(2, 1);
      assertThat(refusal(trial, 2)).isEqualTo(503);
      net.mend();
      trial.goOnAWhile();
      trial.end("one-way: what one node sends is lost");
    }
  }

  /** The two others hear each other; the third stands between with one of them. */
  @Test
  void twoNodesAreCutFromEachOther() throws Exception {
    try (Network net = Network.up(3);
        Trial trial = Trial.of(three().in(net).start())) {
      net.cut(1, 2);
      net.cut(2, 1);
      TimeUnit.SECONDS.sleep(25); // longer than Hazelcast's patience, with whatever it decides
      net.mend();
      trial.goOnAWhile();
      trial.end("two of three nodes cut from each other, each with the third");
    }
  }

  @Test
  void theClockJumpsForward() throws Exception {
    jump("+1h");
  }

  @Test
  void theClockJumpsBack() throws Exception {
    jump("-1h");
  }

  private void jump(String how) throws Exception {
    FakeTime time = FakeTime.in(directory);
    try (Trial trial = Trial.of(three().before(time.words()).start())) {
      time.jump(how);
      trial.goOnAWhile();
      trial.lateComers(0);
      trial.goOnAWhile();
      assertThat(trial.reconnectsOfTheSteady()).as("nobody is sent away").isZero();
      Report report = trial.end("all clocks jump by " + how);
      assertThat(report.gaps()).isZero();
    }
  }

  /** More than its heap likes: it collects garbage all the time. */
  @Test
  void littleMemory() throws Exception {
    try (Trial trial =
        Trial.of(three().keeping(2_000, "4MiB").jvm("-Xmx96m", "-XX:+UseSerialGC").start())) {
      for (int i = 0; i < 20; i++) {
        trial.goOnAWhile();
      }
      trial.end("heap of 96 MB under load");
    }
  }

  /** The fault itself takes this time: there is nothing to wait for. */
  private static void freeze(Trial trial, int node, int seconds) throws Exception {
    trial.nodes.server(node).freeze();
    TimeUnit.SECONDS.sleep(seconds);
    trial.nodes.server(node).thaw();
    trial.goOnAWhile();
  }

  /** What a node answers as soon as it stores nothing. */
  private static int refusal(Trial trial, int node) throws Exception {
    while (true) {
      HttpResponse<String> response =
          Wire.send(
              Wire.request(trial.nodes.address(node).resolve("/rooms/other/messages"))
                  .POST(BodyPublishers.ofString("x"))
                  .build(),
              BodyHandlers.ofString());
      if (response.statusCode() != 201) {
        assertThat(response.body()).contains("unavailable");
        return response.statusCode();
      }
    }
  }

  /** Reading goes on. */
  private static int reads(Trial trial, int node) throws Exception {
    return Wire.send(
            Wire.request(trial.nodes.address(node).resolve("/rooms/torture/messages?limit=1"))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }
}
