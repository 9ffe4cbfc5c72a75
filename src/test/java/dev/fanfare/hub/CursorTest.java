package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.hub.Cursor.Outcome;
import dev.fanfare.message.Body;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  private final List<Long> out = new ArrayList<>();
  private final Cursor cursor = new Cursor(new Position("a", 4));

  @Test
  void handsOnWhatComesInOrder() {
    assertThat(offer(5)).isEqualTo(Outcome.DELIVERED);
    assertThat(offer(6)).isEqualTo(Outcome.DELIVERED);
    assertThat(out).containsExactly(5L, 6L);
    assertThat(cursor.last()).isEqualTo(new Position("a", 6));
  }

  @Test
  void holdsWhatIsEarlyUntilTheRestCame() {
    assertThat(offer(6)).isEqualTo(Outcome.HELD);
    assertThat(cursor.waiting()).isTrue();
    assertThat(out).isEmpty();
    assertThat(offer(5)).isEqualTo(Outcome.DELIVERED);
    assertThat(out).containsExactly(5L, 6L);
    assertThat(cursor.waiting()).isFalse();
  }

  @Test
  void forgetsWhatItKnowsAlready() {
    offer(5);
    assertThat(offer(5)).isEqualTo(Outcome.OLD);
    assertThat(offer(4)).isEqualTo(Outcome.OLD);
    assertThat(out).containsExactly(5L);
  }

  @Test
  void saysWhenTooMuchIsMissing() {
    for (int i = 0; i < Cursor.MOST_HELD; i++) {
      assertThat(offer(6 + i)).isEqualTo(Outcome.HELD);
    }
    assertThat(offer(6 + Cursor.MOST_HELD)).isEqualTo(Outcome.BROKEN);
  }

  @Test
  void saysWhenTheRoomBeganANewLife() {
    assertThat(cursor.offer(message("b", 5), m -> {})).isEqualTo(Outcome.BROKEN);
    cursor.restart(new Position("b", 4), m -> {});
    assertThat(cursor.offer(message("b", 5), this::note)).isEqualTo(Outcome.DELIVERED);
    assertThat(out).containsExactly(5L);
  }

  @Test
  void goesOnElsewhereWithWhatItHolds() {
    offer(8);
    offer(9);
    offer(6);
    cursor.restart(new Position("a", 7), this::note);
    assertThat(out).containsExactly(8L, 9L);
    assertThat(cursor.waiting()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyShuffleWithRepeatsComesOutInOrderOnce(long seed) {
    Random random = new Random(seed);
    List<Long> arrivals = new ArrayList<>(LongStream.rangeClosed(5, 1000).boxed().toList());
    for (int i = 0; i < 200; i++) {
      arrivals.add(5 + (long) random.nextInt(996));
    }
    // Nothing is further away from its place than the bus can bring it.
    for (int from = 0; from < arrivals.size(); from += 32) {
      Collections.shuffle(arrivals.subList(from, Math.min(from + 32, arrivals.size())), random);
    }
    arrivals.forEach(this::offer);
    assertThat(out).containsExactlyElementsOf(LongStream.rangeClosed(5, 1000).boxed().toList());
  }

  private Outcome offer(long offset) {
    return cursor.offer(message("a", offset), this::note);
  }

  private void note(Event.Message message) {
    out.add(message.publication().offset());
  }

  private static Event.Message message(String epoch, long offset) {
    return new Event.Message(
        new Publication(
            new RoomName("r"),
            new Position(epoch, offset),
            0,
            new User("u", "n"),
            null,
            Body.text("t"),
            ""));
  }
}
