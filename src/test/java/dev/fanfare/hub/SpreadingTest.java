package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ANN;
import static dev.fanfare.hub.HubFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Batch;
import dev.fanfare.message.Draft;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes over the bus when one loop says much in a turn. */
@ExtendWith(VertxExtension.class)
class SpreadingTest {
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
  private HubFixture node;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node = HubFixture.start(vertx);
    vertx
        .eventBus()
        .<Object>addOutboundInterceptor(
            sent -> {
              if (sent.message().body() instanceof Batch batch) {
                batches.add(batch.events().size());
              }
              sent.next();
            });
  }

  @Test
  void whatIsSaidInATurnGoesTogether() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    say(16, 1);
    node.await(() -> box.offsets().size() == 16);
    assertThat(batches).containsExactly(16);
    assertThat(box.chunks).as("and is delivered together").containsExactly(16);
    say(1, 1);
    node.await(() -> box.offsets().size() == 17);
    assertThat(batches).containsExactly(16, 1);
    assertThat(box.offsets()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aTurnThatSaysTooMuchIsCut() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    say(5, 100_000);
    node.await(() -> box.offsets().size() == 5);
    assertThat(batches).containsExactly(3, 2);
  }

  /** Its own rooms are told without the bus, and are not told twice by it. */
  @Test
  void whoSaysItHearsItOnce() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    node.onLoop(() -> node.hub.publish(draft(1)));
    node.await(() -> box.offsets().size() == 1);
    node.settle();
    assertThat(batches).as("told to the others").containsExactly(1);
    assertThat(box.offsets()).containsExactly(1L);
  }

  private void say(int messages, int size) throws Exception {
    node.onLoop(
        () -> {
          List<Future<?>> all = new ArrayList<>();
          for (int i = 0; i < messages; i++) {
            all.add(node.elsewhere.publish(draft(size)));
          }
          return Future.all(all);
        });
  }

  private static Draft draft(int size) {
    return new Draft(ROOM, ANN, null, HubFixture.bytes(size), "", null);
  }
}
