package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ANN;
import static dev.fanfare.hub.HubFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.hub.FakeOutbox.FakeEncoding;
import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is behind shares what was encoded for the others, and nothing is kept that nobody needs. */
@ExtendWith(VertxExtension.class)
class SegmentsTest {
  private HubFixture node;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node = HubFixture.start(vertx);
  }

  @Test
  void whoIsBehindIsSentWhatTheOthersWereSent() throws Exception {
    FakeOutbox quick = node.join(new FakeOutbox(), null, true);
    FakeOutbox slow = node.join(new FakeOutbox(), null, true);
    FakeOutbox slower = node.join(new FakeOutbox(), null, true);
    slow.writable = false;
    slower.writable = false;
    node.publish(20);
    node.settle();
    assertThat(node.encoding.encoded).as("once for all").isEqualTo(20);
    assertThat(node.encoding.open).as("kept for those who are behind").hasValue(20);
    node.resume(slow);
    node.resume(slower);
    assertThat(slow.offsets()).isEqualTo(quick.offsets()).hasSize(20);
    assertThat(slower.offsets()).isEqualTo(quick.offsets());
    assertThat(node.encoding.encoded).as("and never again").isEqualTo(20);
    assertThat(node.history.reads).isZero();
    assertThat(node.encoding.open).as("all are level").hasValue(0);
  }

  @Test
  void nothingEncodedIsKeptWhileAllAreLevel() throws Exception {
    node.join(new FakeOutbox(), null, true);
    node.publish(20);
    node.settle();
    assertThat(node.encoding.open).hasValue(0);
    assertThat(node.hub.rings().bytes()).as("the messages are").isPositive();
  }

  @Test
  void whoStandsInsideASegmentIsSentTheRestOfIt() throws Exception {
    FakeOutbox quick = node.join(new FakeOutbox(), null, true);
    node.publishAtOnce(5);
    node.settle();
    assertThat(node.encoding.encoded).as("one segment").isEqualTo(1);
    FakeOutbox late = node.join(new FakeOutbox(), new Position("e1", 2), true);
    node.publishAtOnce(3);
    node.settle();
    assertThat(quick.offsets()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(late.offsets()).containsExactly(3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(node.history.reads).isZero();
    assertThat(node.encoding.open).hasValue(0);
  }

  @Test
  void whoDoesNotWantItsEchoCatchesUpWithoutIt() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, false);
    box.writable = false;
    node.publish(Body.text("other's"), "s9");
    node.publish(Body.text("own"), "s1");
    node.publish(Body.text("other's"), "s9");
    node.settle();
    node.resume(box);
    assertThat(box.offsets()).containsExactly(1L, 3L);
    assertThat(node.encoding.open).hasValue(0);
  }

  @Test
  void aRoomThatIsForgottenWhileSomebodyIsBehindKeepsNothing() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    FakeOutbox quick = node.join(new FakeOutbox(), null, true);
    box.writable = false;
    node.publish(5);
    node.settle();
    assertThat(node.encoding.open).hasValue(5);
    node.run(() -> node.sessionOf(quick).end());
    node.run(() -> node.sessionOf(box).end());
    assertThat(node.encoding.open).hasValue(0);
    assertThat(node.hub.rings().bytes()).isZero();
  }

  @Test
  void aHubThatStopsWhileSomebodyIsBehindKeepsNothing() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    node.join(new FakeOutbox(), null, true);
    box.writable = false;
    node.publish(5);
    node.settle();
    node.onLoop(() -> node.hub.stop());
    assertThat(node.encoding.open).hasValue(0);
    assertThat(node.hub.rings().bytes()).isZero();
  }

  @Test
  void aNewLifeOfTheRoomKeepsNothingOfTheOld() throws Exception {
    FakeOutbox quick = node.join(new FakeOutbox(), null, true);
    FakeOutbox slow = node.join(new FakeOutbox(), null, true);
    slow.writable = false;
    node.publish(5);
    node.settle();
    node.history.beginAnew();
    node.publish(1);
    node.await(() -> quick.offsets().size() == 6);
    assertThat(node.encoding.open).as("the one of the new life").hasValue(1);
    node.resume(slow);
    node.await(() -> !slow.offsets().isEmpty());
    assertThat(slow.events.get(0)).isEqualTo(new Event.Gap(ROOM, new Position("e2", 0)));
    assertThat(node.encoding.open).hasValue(0);
  }

  @Test
  void whoDiesInTheMiddleOfAFlushTakesNothingAlong() throws Exception {
    FakeOutbox first = node.join(new FakeOutbox(), null, true);
    FakeOutbox dying = node.join(new FakeOutbox(), null, true);
    FakeOutbox last = node.join(new FakeOutbox(), null, true);
    dying.onWrite = () -> node.sessionOf(dying).end();
    node.publishAtOnce(3);
    node.publish(2);
    node.settle();
    assertThat(first.offsets()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(last.offsets()).isEqualTo(first.offsets());
    assertThat(node.encoding.open).hasValue(0);
  }

  @Test
  void whoDiesWhileItCatchesUpTakesNothingAlong() throws Exception {
    FakeOutbox quick = node.join(new FakeOutbox(), null, true);
    FakeOutbox dying = node.join(new FakeOutbox(), null, true);
    dying.writable = false;
    node.publish(5);
    node.settle();
    node.run(() -> node.sessionOf(quick).end());
    dying.onWrite = () -> node.sessionOf(dying).end();
    node.resume(dying);
    assertThat(node.encoding.open).hasValue(0);
    assertThat(node.hub.rings().bytes()).as("with it the room was forgotten").isZero();
  }

  @Test
  void whatAFrozenConnectionHoldsIsItsOwnAlone() throws Exception {
    FakeOutbox frozen = node.join(new FakeOutbox(), null, true);
    node.join(new FakeOutbox(), null, true);
    frozen.frozen = true;
    frozen.room = 3;
    node.publish(10);
    node.settle();
    assertThat(frozen.offsets()).containsExactly(1L, 2L, 3L);
    assertThat(node.encoding.open).as("three in its buffer, seven in the ring").hasValue(10);
    node.run(() -> node.sessionOf(frozen).end());
    assertThat(node.encoding.open).as("in its buffer").hasValue(3);
    node.run(frozen::die);
    assertThat(node.encoding.open).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class})
  void whoseEncodingFailsIsEndedAloneAndNothingIsKept(Class<? extends Throwable> failure)
      throws Exception {
    FakeEncoding broken = new FakeEncoding();
    FakeOutbox first = node.join(new FakeOutbox(), null, true);
    FakeOutbox unlucky = node.join(new FakeOutbox(), null, true, broken);
    FakeOutbox slowAndUnlucky = node.join(new FakeOutbox(), null, true, broken);
    FakeOutbox last = node.join(new FakeOutbox(), null, true);
    slowAndUnlucky.writable = false;
    broken.broken = failure.getDeclaredConstructor(String.class).newInstance("on purpose");
    node.publish(3);
    node.settle();
    node.resume(slowAndUnlucky);
    assertThat(unlucky.closed).isEqualTo(Code.INTERNAL);
    assertThat(slowAndUnlucky.closed).isEqualTo(Code.INTERNAL);
    assertThat(first.offsets()).containsExactly(1L, 2L, 3L);
    assertThat(last.offsets()).isEqualTo(first.offsets());
    node.run(() -> node.sessionOf(unlucky).end());
    node.run(() -> node.sessionOf(slowAndUnlucky).end());
    assertThat(node.encoding.open).hasValue(0);
    assertThat(broken.open).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class})
  void whoCannotBeToldOfASignalIsEndedAlone(Class<? extends Throwable> failure) throws Exception {
    FakeEncoding broken = new FakeEncoding();
    FakeOutbox unlucky = node.join(new FakeOutbox(), null, true, broken);
    FakeOutbox last = node.join(new FakeOutbox(), null, true);
    broken.broken = failure.getDeclaredConstructor(String.class).newInstance("on purpose");
    Event signal = new Event.Signal(ROOM, ANN, Body.text("typing"), "s9");
    node.run(() -> node.hub.rooms().arrive(signal));
    assertThat(unlucky.closed).isEqualTo(Code.INTERNAL);
    assertThat(last.events).contains(signal);
    assertThat(node.encoding.open).hasValue(0);
  }

  @Test
  void whatTheRingNoLongerHasIsReadFromHistory() throws Exception {
    FakeOutbox quick = node.join(new FakeOutbox(), null, true);
    FakeOutbox slow = node.join(new FakeOutbox(), null, true);
    slow.writable = false;
    for (int i = 0; i < 30; i++) {
      node.publish(HubFixture.bytes(60_000), "");
    }
    node.settle();
    assertThat(node.hub.rings().bytes()).isBetween(900_000L, Ring.MOST_BYTES);
    node.resume(slow);
    node.await(() -> slow.offsets().size() == quick.offsets().size());
    assertThat(slow.offsets()).isEqualTo(quick.offsets()).hasSize(30);
    assertThat(node.history.reads).isPositive();
    assertThat(node.encoding.open).hasValue(0);
  }
}
