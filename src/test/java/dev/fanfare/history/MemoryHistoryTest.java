package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryHistoryTest extends HistoryContract {
  @Override
  MemoryHistory create(Retention node, RetentionOf each) {
    return new MemoryHistory(node, each, clocks.steady(), new Epochs(new Random(7)));
  }

  @Test
  void theRoomWrittenToLongestAgoMakesPlace() {
    long total = 100_000;
    Retention retention = new Retention(1_000_000, 60_000, 1 << 30, 1_000, total, 0);
    MemoryHistory history = create(retention, room -> retention);
    List<Position> old = sayMany(history, LOBBY, 100);
    for (int i = 0; i < 1_000; i++) {
      say(history, OTHER, "x".repeat(100));
      assertThat(history.bytes()).isLessThanOrEqualTo(total);
    }
    assertThat(await(history.after(LOBBY, START, ALL)).messages()).isEmpty();
    assertThat(after(history, LOBBY, old.get(98)).gap()).isTrue();
    assertThat(after(history, LOBBY, old.get(99)).gap()).isFalse();
    assertThat(say(history, LOBBY, "on")).isEqualTo(old.get(0).at(101));
    assertThat(history.bytes()).isLessThanOrEqualTo(total);
  }

  @Test
  void keysGoOnlyWhenNoPublicationIsLeftToDrop() {
    long total = 50_000;
    Retention retention = new Retention(1_000, 60_000, 1 << 30, 10_000, total, 0);
    MemoryHistory history = create(retention, room -> retention);
    append(history, LOBBY, "a", "k");
    for (int i = 0; i < 1_000; i++) {
      say(history, OTHER, "x".repeat(100));
    }
    assertThat(append(history, LOBBY, "a", "k").stored()).isNull();
    for (int i = 0; i < 1_000; i++) {
      append(history, OTHER, "x", "key" + i);
      assertThat(history.bytes()).isLessThanOrEqualTo(total + 200 * i);
    }
  }

  @Test
  void idleRoomsGoAwayTogether() {
    Retention retention = new Retention(10, 1_000, 1 << 20, 0, 64 << 20, 0);
    MemoryHistory history = create(retention, room -> retention);
    List<Position> positions = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      positions.add(say(history, RoomName.of("r" + i), "x"));
    }
    assertThat(history.rooms()).isEqualTo(1_500);
    pass(61_000);
    Position later = say(history, LOBBY, "x");
    assertThat(history.rooms()).isOne();
    assertThat(history.bytes()).isLessThan(300);
    assertThat(later.epoch()).isNotEqualTo(positions.get(0).epoch());
  }
}
