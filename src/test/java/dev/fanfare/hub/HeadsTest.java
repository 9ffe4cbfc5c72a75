package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Digest;
import dev.fanfare.message.Digest.Head;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadsTest {
  private static final RoomName ROOM = new RoomName("r");

  private final Heads heads = new Heads(3_000);

  @Test
  void furthestOfTheNewestLifeIsTold() {
    heads.stored(ROOM, new Position("e1", 7), 0);
    heads.stored(ROOM, new Position("e1", 6), 1);
    assertThat(told(1)).containsExactly(new Head(ROOM, new Position("e1", 7)));
    heads.stored(ROOM, new Position("e2", 1), 2);
    assertThat(told(2)).containsExactly(new Head(ROOM, new Position("e2", 1)));
  }

  @Test
  void roomsAreForgottenAWhileAfterTheLastWord() {
    heads.stored(ROOM, new Position("e1", 1), 0);
    heads.stored(ROOM, new Position("e1", 1), 1_000);
    assertThat(told(4_000)).hasSize(1);
    assertThat(told(4_001)).isEmpty();
    assertThat(told(2_000)).isEmpty();
  }

  @Test
  void manyRoomsAreSplit() {
    for (int i = 0; i < 2 * Digest.MOST + 1; i++) {
      heads.stored(new RoomName("r" + i), new Position("e1", i), 0);
    }
    List<Digest> digests = heads.lately(0);
    assertThat(digests)
        .extracting(digest -> digest.heads().size())
        .containsExactly(Digest.MOST, Digest.MOST, 1);
    assertThat(told(0)).doesNotHaveDuplicates();
  }

  private List<Head> told(long now) {
    return heads.lately(now).stream().flatMap(digest -> digest.heads().stream()).toList();
  }
}
