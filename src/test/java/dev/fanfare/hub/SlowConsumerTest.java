package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ROOM;
import static dev.fanfare.metrics.Count.SLOW_CLOSED;
import static dev.fanfare.metrics.Count.SLOW_SKIPPED;
import static dev.fanfare.metrics.Count.SLOW_TO_LATEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.RoomRule;
import dev.fanfare.config.RoomRule.SlowConsumer;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.metrics.Meters;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of who takes too little, by the rule of the room; the limit is 1 MiB. */
@ExtendWith(VertxExtension.class)
class SlowConsumerTest {
  private static final int LARGE = 65_536;
  private static final int LIMIT = 16;

  private HubFixture node;
  private FakeOutbox slow;
  private FakeOutbox quick;

  private void start(Vertx vertx, SlowConsumer rule) throws Exception {
    node = HubFixture.start(vertx, new RoomRule("r", null, null, null, rule, false));
    quick = node.join(new FakeOutbox(), null, true);
    slow = node.join(new FakeOutbox(), null, true);
    slow.writable = false;
  }

  @Test
  void isClosedAtFourTimesTheLimit(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.CLOSE);
    publishLarge(4 * LIMIT);
    assertThat(slow.closed).isNull();
    publishLarge(1);
    assertThat(slow.closed).isEqualTo(Code.SLOW_CONSUMER);
    assertThat(quick.closed).isNull();
    assertThat(quick.offsets()).hasSize(4 * LIMIT + 1);
    assertCounted(1, 0, 0);
  }

  /** The clock begins anywhere, below zero too. */
  @ParameterizedTest
  @ValueSource(longs = {1, -15_000, -60_001})
  void isClosedAfterTenSecondsAboveTheLimit(long now, Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.CLOSE);
    node.time.set(now);
    publishLarge(LIMIT);
    look(20_000);
    assertThat(slow.closed).as("not above it").isNull();
    publishLarge(1);
    look(10_000);
    assertThat(slow.closed).as("not longer than that").isNull();
    look(1);
    assertThat(slow.closed).isEqualTo(Code.SLOW_CONSUMER);
    look(1);
    assertCounted(1, 0, 0);
  }

  @Test
  void mayBeGoneWhileItIsLookedAt(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.CLOSE);
    slow.onClose = () -> node.sessionOf(slow).end();
    publishLarge(LIMIT + 1);
    look(10_001);
    assertThat(node.sessionOf(slow).ended()).isTrue();
  }

  @Test
  void isServedFromTheHeadOnWhereTheRuleIsSkip(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.SKIP);
    publishLarge(4 * LIMIT + 1);
    assertCounted(0, 1, 0);
    publishLarge(5);
    node.resume(slow);
    publishLarge(2);
    assertThat(slow.closed).isNull();
    assertThat(slow.events.get(0)).isEqualTo(new Event.Gap(ROOM, new Position("e1", 70)));
    assertThat(slow.offsets()).containsExactly(71L, 72L);
    assertThat(quick.offsets()).hasSize(72);
    assertThat(node.encoding.open).hasValue(0);
    assertCounted(0, 1, 0);
  }

  @Test
  void isServedFromTheNewestOnWhereTheRuleIsLatest(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.LATEST);
    publishLarge(4 * LIMIT + 1);
    assertCounted(0, 0, 1);
    node.publishAtOnce(5);
    node.settle();
    node.resume(slow);
    publishLarge(2);
    assertThat(slow.closed).isNull();
    assertThat(slow.events.get(0)).isEqualTo(new Event.Gap(ROOM, new Position("e1", 69)));
    assertThat(slow.offsets()).containsExactly(70L, 71L, 72L);
    assertThat(node.encoding.open).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void whoCatchesUpInTimeMissesNothing(SlowConsumer rule, Vertx vertx) throws Exception {
    start(vertx, rule);
    publishLarge(4 * LIMIT);
    look(10_000);
    node.resume(slow);
    node.await(() -> slow.offsets().size() == 4 * LIMIT);
    assertThat(slow.events).isEqualTo(quick.events);
    assertCounted(0, 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  void whoCannotBeToldOfAGapIsClosedWhateverTheRule(SlowConsumer rule, Vertx vertx)
      throws Exception {
    start(vertx, rule);
    node.encoding.tells = event -> !(event instanceof Event.Gap);
    publishLarge(4 * LIMIT + 1);
    assertThat(slow.closed).isEqualTo(Code.SLOW_CONSUMER);
    assertCounted(1, 0, 0);
  }

  @Test
  void skipsAgainWhenItIsAgainTooSlow(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.SKIP);
    publishLarge(4 * LIMIT + 1);
    node.resume(slow);
    publishLarge(1);
    node.run(() -> slow.writable = false);
    publishLarge(4 * LIMIT + 1);
    node.resume(slow);
    publishLarge(1);
    assertThat(slow.events)
        .filteredOn(Event.Gap.class::isInstance)
        .containsExactly(
            new Event.Gap(ROOM, new Position("e1", 65)),
            new Event.Gap(ROOM, new Position("e1", 131)));
    assertThat(slow.offsets()).containsExactly(66L, 132L);
    assertCounted(0, 2, 0);
  }

  @Test
  void skipsWhileHistoryIsBeingRead(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.SKIP);
    publishLarge(3 * LIMIT);
    node.run(
        () -> {
          slow.writable = true;
          node.sessionOf(slow).writable();
          slow.writable = false;
        });
    assertThat(node.history.reads).isEqualTo(1);
    publishLarge(4 * LIMIT);
    node.settle();
    assertCounted(0, 1, 0);
    node.resume(slow);
    publishLarge(1);
    assertThat(slow.events.get(0)).isInstanceOf(Event.Gap.class);
    assertThat(slow.offsets()).containsExactly(7L * LIMIT + 1);
  }

  @Test
  void whoIsAlwaysALittleBehindIsNotSlow(Vertx vertx) throws Exception {
    start(vertx, SlowConsumer.CLOSE);
    slow.writable = true;
    slow.room = 0;
    for (int i = 0; i < 100; i++) {
      publishLarge(1);
      if (i >= 8) {
        slow.room = 1;
        node.resume(slow);
        int expected = i - 7;
        node.await(() -> slow.offsets().size() == expected);
      }
    }
    assertThat(slow.closed).isNull();
    assertThat(slow.offsets()).isEqualTo(quick.offsets().subList(0, 92));
  }

  private void publishLarge(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      node.publish(HubFixture.bytes(LARGE), "");
    }
    node.settle();
  }

  /** Lets so many milliseconds pass, and has the transport look at its sessions. */
  private void look(long later) throws Exception {
    node.time.addAndGet(later);
    node.run(() -> node.sessions.forEach(Session::checkSlow));
  }

  private void assertCounted(int closed, int skipped, int toLatest) {
    Meters meters = node.hub.metrics();
    assertThat(meters.of(SLOW_CLOSED).sum()).isEqualTo(closed);
    assertThat(meters.of(SLOW_SKIPPED).sum()).isEqualTo(skipped);
    assertThat(meters.of(SLOW_TO_LATEST).sum()).isEqualTo(toLatest);
  }
}
