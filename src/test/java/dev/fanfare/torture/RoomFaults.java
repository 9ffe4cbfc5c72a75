package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What may happen to a room of a cluster while somebody is away. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RoomFaults {
  private static final int KEPT = 50;
  private static final int TWICE = 30;
  private static final int MANY = 18_000;

  @TempDir Path directory;

  /** As many as are kept, then one more. */
  @Test
  void moreThanIsKeptIsAGap() throws Exception {
    try (Nodes nodes = new Nodes.Plan(directory).keeping(KEPT, "1MiB").start()) {
      Position start = new RoomAt(nodes.address(0), "full").post("said 0");
      for (int i = 1; i <= KEPT; i++) {
        new RoomAt(nodes.address(i % nodes.count()), "full").post("said " + i);
      }
      for (int node = 0; node < nodes.count(); node++) {
        assertPage(new RoomAt(nodes.address(node), "full").since(start), false, 1);
      }
      new RoomAt(nodes.address(0), "full").post("said " + (KEPT + 1));
      for (int node = 0; node < nodes.count(); node++) {
        assertPage(new RoomAt(nodes.address(node), "full").since(start), true, 2);
      }
    }
  }

  private static void assertPage(JsonObject page, boolean gap, int first) {
    assertThat(page.getBoolean("gap")).isEqualTo(gap);
    JsonArray messages = page.getJsonArray("messages");
    assertThat(messages).hasSize(KEPT);
    for (int i = 0; i < KEPT; i++) {
      assertThat(messages.getJsonObject(i).getString("body")).isEqualTo("said " + (first + i));
    }
  }

  /** Little is kept, much is said, and some come late or lose their connections. */
  @Test
  void whoIsAwayForTooLongIsTold() throws Exception {
    try (Trial trial = Trial.of(new Nodes.Plan(directory).keeping(KEPT, "1MiB").start())) {
      trial.goOnAWhile();
      trial.lateComers(0);
      trial.goOnAWhile();
      Report report = trial.end("a room that keeps %d messages".formatted(KEPT));
      assertThat(report.gaps()).as("the three who came late").isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void allNodesBeginAgain() throws Exception {
    try (Trial trial = Trial.of(new Nodes.Plan(directory).start())) {
      Rooms rooms = Rooms.written(trial.nodes);
      trial.kill(0, 1, 2);
      trial.restart(0, 1, 2);
      trial.goOnAWhile();
      assertThat(rooms.check(trial.nodes)).as("rooms that are gone").isEqualTo(rooms.count());
      Report report = trial.end("kill -9 of all nodes at once, then restart");
      assertThat(report.gaps()).as("each is told").isGreaterThanOrEqualTo(9);
    }
  }

  /** Together the rooms hold more than the heaps of the nodes. */
  @Test
  void whatDoesNotFitMakesPlaceAndNoNodeDies() throws Exception {
    JsonObject little = new JsonObject().put("history", new JsonObject().put("bytes", "16MiB"));
    Nodes.Plan plan = new Nodes.Plan(directory).keeping(KEPT, "1MiB").jvm("-Xmx128m").conf(little);
    try (Nodes nodes = plan.start()) {
      Position first = new RoomAt(nodes.address(0), "much0").post("said");
      String much = "x".repeat(15_000);
      for (int i = 0; i < MANY; i += nodes.count()) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int node = 0; node < nodes.count(); node++) {
          RoomAt room = new RoomAt(nodes.address(node), "much" + (i + node) / 2);
          answers.add(room.postOnce("key" + (i + node), much));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
          assertThat(Wire.get(answer).statusCode()).isEqualTo(201);
        }
      }
      for (int node = 0; node < nodes.count(); node++) {
        assertThat(new RoomAt(nodes.address(node), "much0").since(first).getBoolean("gap"))
            .isTrue();
        RoomAt last = new RoomAt(nodes.address(node), "much" + (MANY - 1) / 2);
        assertThat(new JsonObject(last.read("limit=1").body()).getJsonArray("messages")).hasSize(1);
      }
      nodes.assertQuiet();
      System.out.printf(
          "FAULT | %d MB in three nodes that may keep 16 MiB each | all acknowledged%n",
          MANY * 15_000L / 1_000_000);
    }
  }

  /**
   * The node that keeps some of the rooms is frozen until what was said at another node failed: it
   * may be stored or not. Then all is said again at the third.
   */
  @Test
  void whatIsSaidAgainAtAnotherNodeIsStoredOnce() throws Exception {
    try (Nodes nodes = new Nodes.Plan(directory).start()) {
      nodes.server(2).freeze();
      List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
      for (int i = 0; i < TWICE; i++) {
        first.add(said(nodes, 0, i));
      }
      int failed = 0;
      for (CompletableFuture<HttpResponse<String>> answer : first) {
        failed += Wire.get(answer).statusCode() == 503 ? 1 : 0;
      }
      assertThat(failed).as("of %d that were said".formatted(TWICE)).isPositive();
      nodes.server(2).thaw();
      for (int i = 0; i < TWICE; i++) {
        HttpResponse<String> again = Wire.get(said(nodes, 1, i));
        while (again.statusCode() == 503) {
          again = Wire.get(said(nodes, 1, i));
        }
        Position position = RoomAt.position(again);
        assertThat(RoomAt.position(Wire.get(said(nodes, 2, i)))).isEqualTo(position);
        HttpResponse<String> answer = Wire.get(first.get(i));
        if (answer.statusCode() == 201) {
          assertThat(RoomAt.position(answer)).isEqualTo(position);
        }
        HttpResponse<String> all = new RoomAt(nodes.address(i % 3), "twice" + i).read("");
        assertThat(new JsonObject(all.body()).getJsonArray("messages")).hasSize(1);
      }
      System.out.printf(
          "FAULT | the same said at two nodes, %d of %d times after it failed | 0 twice%n",
          failed, TWICE);
    }
  }

  private static CompletableFuture<HttpResponse<String>> said(Nodes nodes, int node, int number) {
    return new RoomAt(nodes.address(node), "twice" + number).postOnce("once", "this");
  }
}
