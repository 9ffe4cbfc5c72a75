package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.hub.FakeOutbox.FakeEncoding;
import dev.fanfare.message.Body;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingTest {
  private static final Position START = new Position("e", 0);

  private final Rings rings = new Rings();
  private final Ring ring = new Ring(rings, START);
  private final FakeEncoding encoding = new FakeEncoding();
  private Position head = START;

  @Test
  void handsOnWhatLiesAfterAPosition() {
    deliver(3, 10);
    deliver(2, 10);
    deliver(1, 10);
    assertThat(lastAfter(START)).containsExactly(3L, 5L, 6L);
    assertThat(lastAfter(START.at(3))).containsExactly(5L, 6L);
    assertThat(lastAfter(START.at(4))).as("inside a segment").containsExactly(5L, 6L);
    assertThat(lastAfter(START.at(6))).isEmpty();
  }

  @Test
  void stopsWhenTheTakerHasEnough() {
    deliver(1, 10);
    deliver(1, 10);
    List<Segment> taken = new ArrayList<>();
    ring.after(
        START,
        segment -> {
          taken.add(segment);
          return false;
        });
    assertThat(taken).hasSize(1);
  }

  @Test
  void reachesBackToItsOldestSegmentOnly() {
    assertThat(ring.reaches(START)).isTrue();
    assertThat(ring.reaches(new Position("other", 0))).isFalse();
    for (int i = 0; i < 20; i++) {
      deliver(1, 100_000);
    }
    assertThat(rings.bytes()).isLessThanOrEqualTo(Ring.MOST_BYTES);
    assertThat(ring.reaches(START)).isFalse();
    assertThat(ring.reaches(head)).isTrue();
    assertThat(lastAfter(START.at(11))).hasSize(9).endsWith(20L);
  }

  @Test
  void theNewestStaysHoweverLargeItIs() {
    deliver(1, 10);
    deliver(2, (int) Ring.MOST_BYTES);
    assertThat(lastAfter(START.at(1))).containsExactly(3L);
    assertThat(ring.beforeNewest(head)).isEqualTo(START.at(2));
    assertThat(ring.newestBytes()).isEqualTo((int) Ring.MOST_BYTES);
    ring.restart(head);
    assertThat(ring.beforeNewest(head)).isEqualTo(head);
    assertThat(ring.newestBytes()).isZero();
  }

  @Test
  void encodedFormsCount() {
    ring.fellBehind();
    deliver(10, 10);
    long messages = rings.bytes();
    ring.after(START, this::write);
    assertThat(rings.bytes()).isEqualTo(messages + 10 * 100);
    ring.isLevel();
    assertThat(rings.bytes()).isEqualTo(messages);
    assertThat(encoding.open).hasValue(0);
  }

  @Test
  void encodedFormsThatAreEvictedAreGivenBack() {
    ring.fellBehind();
    for (int i = 0; i < 40; i++) {
      deliver(1, 100_000);
      ring.after(head.at(head.offset() - 1), this::write);
    }
    assertThat(encoding.open.get()).isBetween(1, 11);
    ring.restart(head);
    assertThat(encoding.open).hasValue(0);
    assertThat(rings.bytes()).isZero();
  }

  @Test
  void aHoleIsNeverBridged() {
    deliver(2, 10);
    head = START.at(4);
    deliver(2, 10);
    assertThat(ring.reaches(START.at(2))).isFalse();
    assertThat(ring.reaches(START.at(4))).isTrue();
    assertThat(lastAfter(START.at(4))).containsExactly(6L);
  }

  @Test
  void roomsShareABoundAndTheOldestOfAllGoes() {
    List<Ring> others = new ArrayList<>();
    deliver(1, 100_000);
    for (int i = 0; i < 100; i++) {
      Ring other = new Ring(rings, START);
      others.add(other);
      other.add(segment(START, 1, 100_000));
    }
    assertThat(rings.bytes()).isLessThanOrEqualTo(Rings.MOST_BYTES);
    assertThat(ring.reaches(START)).isFalse();
    assertThat(others.get(99).reaches(START)).isTrue();
  }

  @Test
  void whatIsClosedKeepsNothing() {
    ring.fellBehind();
    deliver(1, 10);
    ring.after(START, this::write);
    Ring other = new Ring(rings, START);
    other.add(segment(START, 1, 10));
    rings.close();
    assertThat(rings.bytes()).isZero();
    deliver(1, 10);
    assertThat(rings.bytes()).isZero();
    assertThat(ring.reaches(head)).isTrue();
    assertThat(ring.reaches(START)).isFalse();
    assertThat(encoding.open).hasValue(0);
  }

  private boolean write(Segment segment) {
    segment.writeTo(new FakeOutbox(), encoding);
    return true;
  }

  private List<Long> lastAfter(Position position) {
    List<Long> found = new ArrayList<>();
    ring.after(
        position,
        segment -> {
          found.add(segment.last().offset());
          return true;
        });
    return found;
  }

  private void deliver(int count, int size) {
    Segment segment = segment(head, count, size);
    head = segment.last();
    ring.add(segment);
  }

  private static Segment segment(Position before, int count, int size) {
    List<Event.Message> messages = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      messages.add(
          new Event.Message(
              new Publication(
                  new RoomName("r"),
                  before.at(before.offset() + i),
                  1,
                  new User("u", "U"),
                  null,
                  Body.of(Body.Kind.BINARY, new byte[size]),
                  "")));
    }
    return Segment.of(before, messages, true);
  }
}
