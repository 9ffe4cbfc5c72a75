package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ROOM;
import static dev.fanfare.metrics.Count.CUT_OFF;
import static dev.fanfare.metrics.Count.SLOW_CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.RoomRule;
import dev.fanfare.config.RoomRule.SlowConsumer;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who goes when too much waits for all together; a million bytes may. */
@ExtendWith(VertxExtension.class)
class ReliefTest {
  private HubFixture node;
  private FakeOutbox much;
  private FakeOutbox less;
  private FakeOutbox little;
  private FakeOutbox well;

  private void start(Vertx vertx, SlowConsumer rule) throws Exception {
    node = HubFixture.start(vertx, new RoomRule("r", null, null, null, rule, false));
    less = slow(250_000);
    much = slow(400_000);
    little = slow(100);
    well = node.join(new FakeOutbox(), null, true);
    node.publish(2);
    node.settle();
  }

  /** One that takes nothing, and holds so many bytes until it is cut off. */
  private FakeOutbox slow(long bytes) throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    box.writable = false;
    box.holds = bytes;
    box.onCut = () -> node.backlog.change(-bytes);
    return box;
  }

  @Test
  void nobodyGoesBelowThreeQuarters(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.CLOSE);
    waits(749_999);
    assertClosed();
  }

  @Test
  void thoseWhoOweTheMostAreClosedUntilAHalfWouldBeLeft(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.CLOSE);
    waits(850_000);
    assertClosed(much);
    waits(40_000);
    assertThat(less.closed).as("who is closed will be gone").isNull();
    waits(60_000);
    assertClosed(much, less);
    assertThat(much.cut).isFalse();
    assertThat(node.hub.metrics().of(SLOW_CLOSED).sum()).isEqualTo(2);
  }

  @Test
  void whoReadsIsNotTouched(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.CLOSE);
    well.holds = 10_000_000;
    waits(10_000_000);
    assertThat(well.cut).isFalse();
    assertThat(well.closed).isNull();
    assertThat(well.offsets()).containsExactly(1L, 2L);
  }

  @Test
  void whereTheRoomSkipsTheyAreToldOfAGap(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.SKIP);
    waits(850_000);
    assertClosed();
    node.resume(much);
    node.resume(less);
    node.settle();
    assertThat(much.events).containsExactly(new Event.Gap(ROOM, new Position("e1", 2)));
    assertThat(less.offsets()).containsExactly(1L, 2L);
  }

  @Test
  void whoIsLevelAndDoesNotReadIsClosedWhateverTheRule(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.SKIP);
    FakeOutbox full = node.join(new FakeOutbox(), null, true);
    node.settle();
    full.writable = false;
    full.holds = 500_000;
    waits(850_000);
    assertClosed(full);
  }

  @Test
  void whenTheBoundIsExceededAllTheSameTheyAreCutOff(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.SKIP);
    waits(1_000_001);
    assertThat(much.cut).isTrue();
    assertThat(less.cut).as("a half is left, and a little").isTrue();
    assertThat(little.cut).isFalse();
    assertThat(node.backlog.bytes()).isEqualTo(350_001);
    assertThat(node.hub.metrics().of(CUT_OFF).sum()).isEqualTo(2);
  }

  @Test
  void encodedFormsThatAreKeptForThemGoFirst(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.CLOSE);
    assertThat(node.encoding.open).hasValue(2);
    waits(850_000);
    assertThat(node.encoding.open).hasValue(0);
  }

  private void waits(long bytes) throws Exception {
    node.run(() -> node.backlog.change(bytes));
    node.settle();
  }

  private void assertClosed(FakeOutbox... boxes) {
    for (Session session : node.sessions) {
      FakeOutbox box = (FakeOutbox) session.outbox();
      boolean expected = List.of(boxes).contains(box);
      assertThat(box.closed).isEqualTo(expected ? Code.SLOW_CONSUMER : null);
      assertThat(box.cut).isFalse();
    }
  }
}
