package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is shown of a room of five messages, three of which are known to have their copy. */
class ClusterReadTest {
  private static final RoomName LOBBY = RoomName.of("lobby");
  private static final Retention KEEP = new Retention(100, 60_000, 1 << 20, 10_000, 0, 0);

  private long now = 5_000;
  private final ClusterKeeper keeper = new ClusterKeeper(() -> now, 1 << 20);
  private final ClusterRoom room = new ClusterRoom(new RoomLog(LOBBY, "e", KEEP), keeper);

  ClusterReadTest() {
    List<Item> items = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      Body body = Body.text("m" + i);
      items.add(new Item(new Draft(LOBBY, new User("u", "Ann"), null, body, "s", null), 1_000));
    }
    room.append(new ClusterBatch("n1", 1, null, KEEP, items));
    room.copied(at(3));
  }

  @Test
  void whatMayHaveNoCopyIsNotShown() {
    Page page = known(new Since.Start(), null, 10);
    assertThat(texts(page)).containsExactly("m1", "m2", "m3");
    assertThat(page.head()).isEqualTo(at(3));
    assertThat(page.more()).isFalse();
    assertThat(page.gap()).isFalse();
    assertThat(known(new Since.Now(), null, 10).head()).isEqualTo(at(3));
    assertThat(texts(known(null, null, 2))).containsExactly("m2", "m3");
  }

  @Test
  void whoWasToldAPositionGoesOnFromThere() {
    Page page = known(new Since.After(at(4)), null, 10);
    assertThat(page.gap()).isFalse();
    assertThat(page.messages()).isEmpty();
    assertThat(page.head()).isEqualTo(at(4));
    assertThat(room.copied()).as("the word of a client, for nobody else").isEqualTo(3);
  }

  /** It may have the position from the others, where something else is before it. */
  @Test
  void whoWasToldAPositionIsNotShownWhatMayHaveNoCopyBeforeIt() {
    Page page = known(null, at(5), 2);
    assertThat(texts(page)).containsExactly("m2", "m3");
    assertThat(page.gap()).isFalse();
    assertThat(texts(known(null, at(3), 2))).containsExactly("m1", "m2");
    assertThat(known(null, at(6), 2).gap()).isTrue();
  }

  @Test
  void whoHasAPositionThatWasNeverGivenIsToldOfAGap() {
    assertThat(known(new Since.After(at(6)), null, 10).gap()).isTrue();
    assertThat(known(new Since.After(new Position("f", 2)), null, 10).gap()).isTrue();
    assertThat(known(new Since.After(new Position("f", 2)), null, 10).head()).isEqualTo(at(3));
  }

  @Test
  void whatIsShownIsNotMoreThanIsKept() {
    now += 60_001;
    Page page = known(new Since.Start(), null, 10);
    assertThat(page.messages()).isEmpty();
    assertThat(page.head()).isEqualTo(at(3));
    assertThat(known(new Since.After(at(3)), null, 10).gap()).isFalse();
    assertThat(known(new Since.After(at(2)), null, 10).gap()).isTrue();
  }

  @Test
  void theBackupIsNotAskedForWhatIsKnown() {
    ClusterRead read = new ClusterRead(new Since.Start(), null, 10, 2);
    assertThat(read.process(Map.entry("lobby", room)).messages()).hasSize(3);
    assertThat(read.getBackupProcessor()).as("this node sees no other").isNull();
  }

  private Page known(Since since, Position before, int limit) {
    return new ClusterRead(since, before, limit, 2).knownOnly().process(Map.entry("lobby", room));
  }

  private static Position at(long offset) {
    return new Position("e", offset);
  }

  private static List<String> texts(Page page) {
    return page.messages().stream().map(message -> message.body().asText()).toList();
  }
}
