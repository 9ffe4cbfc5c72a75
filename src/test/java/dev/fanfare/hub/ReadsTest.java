package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.history.History;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ReadsTest {
  private static final RoomName LOBBY = RoomName.of("lobby");
  private static final Since SINCE = new Since.After(new Position("e", 1));

  private final List<Promise<Page>> asked = new ArrayList<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final Reads reads = new Reads(history(), later::add);

  @Test
  void thoseWhoAskMeanwhileShareTheNextReading() {
    Future<Page> first = reads.after(LOBBY, SINCE, 9);
    List<Future<Page>> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      others.add(reads.after(LOBBY, new Since.After(new Position("e", 1)), 9));
    }
    assertThat(asked).hasSize(1);
    asked.get(0).complete(page(1));
    assertThat(first.result().head().offset()).isEqualTo(1);
    assertThat(asked).as("one for all who came while that was under way").hasSize(2);
    assertThat(others).noneMatch(Future::isComplete);
    asked.get(1).complete(page(2));
    assertThat(later).as("each in a turn of its own").hasSize(100);
    later.forEach(Runnable::run);
    assertThat(others).allMatch(read -> read.result().head().offset() == 2);
    assertThat(asked).hasSize(2);
  }

  @Test
  void whatIsNotTheSameIsNotShared() {
    reads.after(LOBBY, SINCE, 9);
    reads.after(LOBBY, SINCE, 10);
    reads.after(LOBBY, new Since.After(new Position("e", 2)), 9);
    reads.after(RoomName.of("other"), SINCE, 9);
    reads.before(LOBBY, null, 9);
    reads.before(LOBBY, new Position("e", 1), 9);
    assertThat(asked).hasSize(6);
  }

  @Test
  void failureIsSharedTooAndTheNextReadsAnew() {
    reads.after(LOBBY, SINCE, 9);
    Future<Page> second = reads.after(LOBBY, SINCE, 9);
    asked.get(0).fail("broken");
    asked.get(1).fail("still broken");
    later.forEach(Runnable::run);
    assertThat(second.cause()).hasMessage("still broken");
    Future<Page> third = reads.after(LOBBY, SINCE, 9);
    asked.get(2).complete(page(3));
    assertThat(third.result().head().offset()).isEqualTo(3);
  }

  private static Page page(long head) {
    Position position = new Position("e", head);
    return new Page(position, List.of(), position, false, false);
  }

  /** Answers when the test says so. */
  private History history() {
    return (History)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {History.class},
            (proxy, method, arguments) -> {
              Promise<Page> promise = Promise.promise();
              asked.add(promise);
              return promise.future();
            });
  }
}
