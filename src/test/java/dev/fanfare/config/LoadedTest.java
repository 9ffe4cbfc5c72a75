package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadedTest {

  @Test
  void tellsWhereEachValueCameFrom() {
    Loaded loaded =
        ConfigReader.read(
            new JsonObject(
                """
                {"http": {"host": "127.0.0.1"}, "endpoints": {"/a.b": {"room": "x"}},
                 "rooms": [{"match": "ops.*", "history": {"age": "1h"}}]}
                """),
            Map.of("FANFARE_HTTP_PORT", "9000", "FANFARE_HTTP_HOSTS", "a,b"),
            false);

    assertThat(loaded.describe().lines())
        .contains(
            "http.host = \"127.0.0.1\"   (file)",
            "http.port = 9000   (FANFARE_HTTP_PORT)",
            "http.hosts = [\"a\",\"b\"]   (FANFARE_HTTP_HOSTS)",
            "http.ping = \"25s\"   (default)",
            "http.tls = null   (default)",
            "endpoints./ws.room = \"lobby\"   (default)",
            "endpoints./a.b.room = \"x\"   (file)",
            "endpoints./a.b.echo = true   (default)",
            "rooms[0].match = \"ops.*\"   (file)",
            "rooms[0].history.age = \"1h\"   (file)",
            "rooms[0].history.messages = null   (default)",
            "log.level = \"info\"   (default)");
  }

  @Test
  void readAgainIsTheSame() {
    JsonObject file =
        new JsonObject("{\"rooms\": [{\"match\": \"a\"}], \"http\": {\"ping\": \"1s\"}}");
    Loaded first = ConfigReader.read(file, Map.of("FANFARE_HTTP_PORT", "1"), false);
    Loaded second = ConfigReader.read(first.effective(), Map.of(), false);

    assertThat(second.config()).isEqualTo(first.config());
    assertThat(second.effective()).isEqualTo(first.effective());
  }

  @Test
  void warnsOfWhatIsUnwise() {
    Loaded loaded =
        ConfigReader.read(
            new JsonObject("{\"http\": {\"port\": 6666}, \"limits\": {\"outbound-bytes\": 1000}}"),
            Map.of(),
            false);

    assertThat(loaded.warnings())
        .containsExactly(
            "http.port: 6666 is a port that browsers refuse to open; programs do not",
            "limits.outbound-bytes: less than limits.message-bytes: one large message makes a"
                + " client slow");
  }

  @Test
  void warnsOfFiguresForEverybody() {
    String shown =
        "{\"metrics\": {\"listener\": \"ops\"}, \"listeners\": {\"ops\": {\"port\": 1%s}}}";

    assertThat(warnings(shown.formatted("")))
        .containsExactly(
            "listeners.ops.host: 0.0.0.0 is every network of this machine: whoever reaches the port"
                + " sees the figures; listen at an inner address, or keep others out");
    assertThat(warnings(shown.formatted(", \"host\": \"::\""))).hasSize(1);
    assertThat(warnings(shown.formatted(", \"host\": \"10.0.0.1\""))).isEmpty();
    assertThat(warnings("{\"listeners\": {\"ops\": {\"port\": 1}}}")).isEmpty();
  }

  private static List<String> warnings(String json) {
    return ConfigReader.read(new JsonObject(json), Map.of(), false).warnings();
  }

  /** Stands for a section with a key that nobody may see. */
  record Guarded(
      @Key(doc = "", secret = true) String password,
      @Key(doc = "", secret = true, form = Form.ORIGIN, is = "") List<String> more) {}

  @Test
  void neverShowsASecret() {
    Section section = Schema.of(Guarded.class);
    Place at = Place.root(Map.of(), false);
    Node.Found found =
        section.read(new JsonObject("{\"password\": \"hush\", \"more\": [\"hush\"]}"), at);

    assertThat(String.valueOf(found.shown())).doesNotContain("hush").contains("***");
    assertThat(at.problems())
        .singleElement()
        .asString()
        .contains("more[0]: ***")
        .doesNotContain("hush");
  }
}
