package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ANN;
import static dev.fanfare.hub.HubFixture.ROOM;
import static dev.fanfare.metrics.Count.REPAIRS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hub, room, subscription and session together, over memory and the real event bus, with outboxes
 * that tests can stop.
 */
@ExtendWith(VertxExtension.class)
class RoomTest {

  private HubFixture node;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node = HubFixture.start(vertx);
  }

  @Test
  void encodesOnceForAllAndReleasesEverything() throws Exception {
    List<FakeOutbox> boxes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      boxes.add(node.join(new FakeOutbox(), null, true));
    }
    int before = node.encoding.encoded;
    node.publish(1);
    node.settle();
    assertThat(boxes).allSatisfy(box -> assertThat(box.offsets()).containsExactly(1L));
    assertThat(node.encoding.encoded - before).isEqualTo(1);
    assertThat(node.encoding.open).hasValue(0);
  }

  @Test
  void whoDoesNotWantItsEchoGetsTheOthersMessages() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, false);
    node.onLoop(
        () ->
            node.elsewhere
                .publish(new Draft(ROOM, ANN, null, Body.text("own"), "s1", null))
                .compose(
                    v ->
                        node.elsewhere.publish(
                            new Draft(ROOM, ANN, null, Body.text("other"), "s9", null))));
    node.settle();
    assertThat(box.offsets()).containsExactly(2L);
  }

  @Test
  void lateJoinerGetsHistoryThenLive() throws Exception {
    node.publish(20);
    FakeOutbox box = node.join(new FakeOutbox(), new Position("e1", 5), true);
    node.publish(3);
    node.settle();
    assertThat(box.offsets()).containsExactlyElementsOf(range(6, 23));
  }

  @Test
  void oldPositionIsToldAsGap() throws Exception {
    node.publish(3);
    FakeOutbox box = node.join(new FakeOutbox(), new Position("other", 2), true);
    node.settle();
    assertThat(box.events.get(0)).isEqualTo(new Event.Gap(ROOM, new Position("e1", 0)));
    assertThat(box.offsets()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void positionAheadOfTheRoomIsToldAsGap() throws Exception {
    node.publish(3);
    FakeOutbox other = node.join(new FakeOutbox(), null, true);
    FakeOutbox box = node.join(new FakeOutbox(), new Position("e1", 9), true);
    node.publish(1);
    node.settle();
    assertThat(box.events.get(0)).isEqualTo(new Event.Gap(ROOM, new Position("e1", 0)));
    assertThat(box.offsets()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(other.offsets()).containsExactly(4L);
  }

  @Test
  void whatTheBusLostIsReadFromHistory() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    node.publish(2);
    node.onLoop(
        () ->
            node.history.append(
                ROOM, List.of(new Draft(ROOM, ANN, null, Body.text("lost"), "", null)), 1));
    node.publish(1);
    node.await(() -> box.offsets().size() == 4);
    assertThat(box.offsets()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(node.hub.metrics().of(REPAIRS).sum()).isPositive();
  }

  @Test
  void newLifeOfTheRoomIsToldAsGap() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    node.publish(2);
    node.settle();
    node.history.beginAnew();
    node.publish(1);
    node.await(() -> box.offsets().size() == 3);
    assertThat(box.offsets()).containsExactly(1L, 2L, 1L);
    assertThat(box.events).contains(new Event.Gap(ROOM, new Position("e2", 0)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyPaceGetsEverythingOnceInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    List<FakeOutbox> boxes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      FakeOutbox box = new FakeOutbox();
      box.room = random.nextInt(20);
      boxes.add(node.join(box, i % 2 == 0 ? null : new Position("e1", 0), true));
    }
    for (int round = 0; round < 40; round++) {
      node.publish(1 + random.nextInt(10));
      FakeOutbox some = boxes.get(random.nextInt(boxes.size()));
      int more = random.nextInt(30);
      node.onLoop(
          () -> {
            boolean was = some.writable();
            some.room = more;
            if (!was && some.writable()) {
              node.sessions.get(boxes.indexOf(some)).writable();
            }
            return Future.succeededFuture();
          });
    }
    long last = node.onLoop(() -> node.history.head(ROOM)).offset();
    for (int i = 0; i < boxes.size(); i++) {
      FakeOutbox box = boxes.get(i);
      Session session = node.sessions.get(i);
      node.onLoop(
          () -> {
            box.room = Integer.MAX_VALUE;
            session.writable();
            return Future.succeededFuture();
          });
    }
    for (FakeOutbox box : boxes) {
      node.await(
          () -> !box.offsets().isEmpty() && box.offsets().get(box.offsets().size() - 1) == last);
      List<Long> seen = box.offsets();
      assertThat(seen).containsExactlyElementsOf(range(seen.get(0), last));
    }
    assertThat(node.encoding.open).hasValue(0);
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
