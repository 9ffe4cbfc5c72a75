package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Some rooms with a few messages each, spread over a cluster: is each whole, or honestly gone? */
final class Rooms {
  private static final int ROOMS = 40;
  private static final int EACH = 5;

  private final Map<String, List<Position>> positions = new LinkedHashMap<>();

  /** Writes them. */
  static Rooms written(Nodes nodes) throws Exception {
    Rooms rooms = new Rooms();
    for (int i = 0; i < ROOMS; i++) {
      List<Position> its = new ArrayList<>();
      for (int n = 1; n <= EACH; n++) {
        its.add(new RoomAt(nodes.address(n % nodes.count()), "side" + i).post("said " + n));
      }
      rooms.positions.put("side" + i, its);
    }
    return rooms;
  }

  int count() {
    return ROOMS;
  }

  /**
   * Fails unless each is there as it was, or says that it is not; and no position is given twice.
   *
   * @return how many are gone
   */
  int check(Nodes nodes) throws Exception {
    int gone = 0;
    for (Map.Entry<String, List<Position>> room : positions.entrySet()) {
      List<Position> before = room.getValue();
      RoomAt at = new RoomAt(nodes.address(gone % nodes.count()), room.getKey());
      boolean whole = check(at.since(before.get(0)), EACH - 1, room.getKey());
      Position after = at.post("said " + (EACH + 1));
      assertThat(before).as("positions of " + room.getKey()).doesNotContain(after);
      assertThat(check(at.since(before.get(EACH - 1)), 1, room.getKey()))
          .as(room.getKey() + " says the same again")
          .isEqualTo(whole);
      gone += whole ? 0 : 1;
    }
    return gone;
  }

  private static boolean check(JsonObject page, int missed, String room) {
    JsonArray messages = page.getJsonArray("messages");
    if (page.getBoolean("gap")) {
      return false;
    }
    assertThat(messages.size()).as("what follows in " + room + ": " + page).isEqualTo(missed);
    return true;
  }
}
