package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.NextBuild;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of several releases in one cluster, replaced one by one. */
class RollingUpgradeIT {
  private static final JsonObject NOTHING_MORE = new JsonObject();
  private static final int ROOMS = 10;

  private final TwoNodes nodes = new TwoNodes();
  @TempDir private Path folder;

  @Test
  void eachReleaseGoesWithTheOneBefore() throws IOException {
    Path readsMore = NextBuild.thatReadsMore(folder.resolve("next"));
    Path writesMore = NextBuild.thatWritesMore(folder.resolve("after"));
    try (FanfareJar next = nodes.node(Start.jarWith(readsMore), 1, NOTHING_MORE).ready()) {
      try (FanfareJar now = nodes.node(0, NOTHING_MORE).ready()) {
        TwoNodes.assertTalking(now, next);
        for (int room = 0; room < ROOMS; room++) {
          say(room % 2 == 0 ? now : next, room, "first");
        }
        now.terminate();
      }
      try (FanfareJar after = nodes.node(Start.jarWith(writesMore), 0, NOTHING_MORE).ready()) {
        TwoNodes.assertTalking(next, after);
        for (int room = 0; room < ROOMS; room++) {
          say(room % 2 == 0 ? after : next, room, "second");
          for (FanfareJar node : new FanfareJar[] {next, after}) {
            assertThat(page(node, room)).contains("first", "second");
          }
        }
        next.terminate();
        assertThat(page(after, 0)).contains("first", "second");
      }
    }
  }

  @Test
  void aReleaseThatWouldNotBeUnderstoodDoesNotStart() throws IOException {
    Path writesMore = NextBuild.thatWritesMore(folder.resolve("after"));
    try (FanfareJar after = nodes.node(Start.jarWith(writesMore), 0, NOTHING_MORE).ready()) {
      say(after, 0, "first");
      try (FanfareJar now = nodes.node(1, NOTHING_MORE).started()) {
        assertThat(now.awaitExit()).isEqualTo(15);
        assertThat(String.join("\n", now.err()))
            .contains("This release of Fanfare and that of the node at 127.0.0.1:")
            .contains("do not understand each other (forms 1-1/1 here, 1-2/2 there)")
            .contains("Replace all nodes by a release in between first, or stop all of them");
      }
      say(after, 0, "second");
      assertThat(page(after, 0)).contains("first", "second");
    }
  }

  private static void say(FanfareJar node, int room, String text) {
    assertThat(node.http().post("/rooms/room-" + room + "/messages", text).statusCode())
        .isEqualTo(201);
  }

  private static String page(FanfareJar node, int room) {
    return node.http().get("/rooms/room-" + room + "/messages").body();
  }
}
