package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.ConfigReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HeapAdviceTest {
  /** What Java says of -Xmx256m with the serial collector. */
  private static final long SMALL = 247L << 20;

  private static List<String> advice(JsonObject conf, boolean clustered, long heap) {
    return HeapAdvice.of(ConfigReader.read(conf, Map.of(), clustered).config(), clustered, heap);
  }

  private static JsonObject history(String key, String value) {
    return new JsonObject().put("history", new JsonObject().put(key, value));
  }

  @Test
  void whatIsKeptUnlessSomebodySaysOtherwiseFits() {
    JsonObject nothing = new JsonObject();
    assertThat(advice(nothing, true, SMALL)).isEmpty();
    assertThat(advice(history("kind", "memory"), false, SMALL)).isEmpty();
  }

  @Test
  void moreThanHalfIsTooMuch() {
    assertThat(advice(history("bytes", "128MiB"), true, SMALL))
        .containsExactly(
            "history.bytes: rooms may fill 128 MiB, and Java may use 247 MiB for everything. Give"
                + " it -Xmx273m, or keep less.");
    JsonObject memory = history("bytes", "1GiB");
    memory.getJsonObject("history").put("kind", "memory");
    assertThat(advice(memory, false, SMALL)).hasSize(1);
    assertThat(advice(history("bytes", "1GiB"), false, SMALL)).as("SQLite").isEmpty();
  }

  @Test
  void aRoomOfAClusterIsCopiedInOnePiece() {
    assertThat(advice(history("room-bytes", "32MiB"), true, SMALL))
        .containsExactly(
            "history.room-bytes: a room may fill 32 MiB, and Java may use 247 MiB. When a node dies"
                + " its rooms are copied, each in one piece, and take nothing until they are: for"
                + " one so large the memory may not suffice. Give Java -Xmx273m, or keep less in a"
                + " room.");
    JsonObject memory = history("room-bytes", "32MiB");
    memory.getJsonObject("history").put("kind", "memory");
    assertThat(advice(memory, false, SMALL)).isEmpty();
  }

  @Test
  void whoFollowsIsLeftInPeace() {
    for (String key : List.of("bytes", "room-bytes")) {
      JsonObject large = history("bytes", "512MiB");
      large.getJsonObject("history").put(key, "512MiB");
      String advice = String.join("\n", advice(large, true, SMALL));
      long given =
          Pattern.compile("-Xmx(\\d+)m")
              .matcher(advice)
              .results()
              .mapToLong(found -> Long.parseLong(found.group(1)))
              .max()
              .orElseThrow();
      assertThat(advice(large, true, (given << 20) / 30 * 29)).as(advice).isEmpty();
    }
  }

  @Test
  void aRuleMayMakeARoomLarge() {
    JsonObject rule = history("room-bytes", "1GiB").put("match", "log");
    assertThat(advice(new JsonObject().put("rooms", new JsonArray().add(rule)), true, SMALL))
        .singleElement()
        .asString()
        .startsWith("rooms[].history.room-bytes: a room may fill 64 MiB");
  }
}
