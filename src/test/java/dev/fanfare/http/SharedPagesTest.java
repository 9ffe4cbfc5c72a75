package dev.fanfare.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SharedPagesTest {
  private static final RoomName ROOM = new RoomName("r");
  private static final RoomName OTHER = new RoomName("o");

  @Test
  void isEncodedOnceForAllOfOneTurn(Vertx vertx, VertxTestContext test) {
    Context loop = vertx.getOrCreateContext();
    loop.runOnContext(
        v -> {
          SharedPages pages = new SharedPages(new LoopTurn(vertx));
          Buffer first = json(pages, ROOM, page(1, 2));
          Buffer second = json(pages, ROOM, page(1, 2));
          later(
              loop,
              10,
              () -> {
                Buffer inALaterTurn = json(pages, ROOM, page(1, 2));
                test.verify(
                    () -> {
                      assertThat(second).isSameAs(first);
                      assertThat(inALaterTurn).isEqualTo(first).isNotSameAs(first);
                    });
                test.completeNow();
              });
        });
  }

  @Test
  void anyDifferenceIsSeen(Vertx vertx, VertxTestContext test) {
    vertx
        .getOrCreateContext()
        .runOnContext(
            v -> {
              SharedPages pages = new SharedPages(new LoopTurn(vertx));
              List<JsonObject> all =
                  List.of(
                          json(pages, ROOM, page(1, 2)),
                          json(pages, ROOM, page(1, 3)),
                          json(pages, ROOM, page(2, 3)),
                          json(pages, OTHER, page(2, 3)),
                          json(pages, OTHER, page(0, 0)))
                      .stream()
                      .map(Buffer::toJsonObject)
                      .toList();
              test.verify(
                  () -> {
                    assertThat(all).doesNotHaveDuplicates();
                    assertThat(all.get(0).getJsonArray("messages")).hasSize(2);
                    assertThat(all.get(1).getJsonArray("messages")).hasSize(3);
                    assertThat(all.get(2).getString("position")).isEqualTo("e-3");
                    assertThat(all.get(3).getString("room")).isEqualTo("o");
                    assertThat(all.get(4).getJsonArray("messages")).isEmpty();
                  });
              test.completeNow();
            });
  }

  private static void later(Context loop, int turns, Runnable action) {
    loop.runOnContext(
        v -> {
          if (turns == 0) {
            action.run();
          } else {
            later(loop, turns - 1, action);
          }
        });
  }

  private static Buffer json(SharedPages pages, RoomName room, Page page) {
    return pages.json(room, page.head(), page);
  }

  private static Page page(long from, long to) {
    List<Publication> messages =
        from == 0
            ? List.of()
            : LongStream.rangeClosed(from, to).mapToObj(SharedPagesTest::message).toList();
    Position head = new Position("e", to);
    return new Page(new Position("e", Math.max(0, from - 1)), messages, head, false, false);
  }

  private static Publication message(long offset) {
    return new Publication(
        ROOM, new Position("e", offset), 1, new User("ann", "Ann"), null, Body.text("m"), "s");
  }
}
