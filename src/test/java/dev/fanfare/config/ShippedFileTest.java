package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file that comes with Fanfare says what holds without it, all of it. */
class ShippedFileTest {

  private final JsonObject shipped = new JsonObject(read("conf/fanfare.json"));

  @Test
  void equalsTheDefaults() {
    assertThat(ConfigReader.read(shipped, Map.of(), false).config())
        .isEqualTo(FanfareConfig.defaults());
  }

  @Test
  void namesEveryKeyThatHasADefault() {
    JsonObject defaults = ConfigReader.read(null, Map.of(), false).effective();

    assertThat(shipped).isEqualTo(withoutNulls(defaults));
  }

  @Test
  void theTutorialsAreServedOnTheirPortsAndBelowTheMainOne() {
    Loaded loaded = ConfigReader.read(new JsonObject(read("conf/tutorials.json")), Map.of(), false);
    FanfareConfig config = loaded.config();

    assertThat(config.http()).isEqualTo(FanfareConfig.defaults().http());
    assertThat(config.listeners().values().stream().map(Listener::port))
        .containsExactly(6666, 8000, 9527);
    assertThat(loaded.warnings()).hasSize(1).allMatch(warning -> warning.contains("6666"));
    Map<String, Endpoint> main = config.endpoints();
    assertThat(main).containsEntry("/ws", FanfareConfig.defaults().endpoints().get("/ws"));
    List<Endpoint> copies = new ArrayList<>();
    config.listeners().values().forEach(one -> copies.addAll(one.endpoints().values()));
    assertThat(copies)
        .as("each endpoint is the same on its own port and below /tutorials/")
        .extracting(Endpoint::room, Endpoint::accepts, Endpoint::format, Endpoint::identity)
        .containsExactlyElementsOf(
            main.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("/ws"))
                .map(Map.Entry::getValue)
                .map(one -> tuple(one.room(), one.accepts(), one.format(), one.identity()))
                .toList());
  }

  @Test
  void oneFolderIsAListOfOne() {
    JsonObject more = new JsonObject("{\"port\":1,\"webroot\":\"a\"}");
    JsonObject json = new JsonObject().put("listeners", new JsonObject().put("more", more));

    assertThat(ConfigReader.read(json, Map.of(), false).config().listeners().get("more").webroot())
        .containsExactly("a");
  }

  private static JsonObject withoutNulls(JsonObject json) {
    for (String name : List.copyOf(json.fieldNames())) {
      if (json.getValue(name) == null) json.remove(name);
      if (json.getValue(name) instanceof JsonObject inner) withoutNulls(inner);
    }
    return json;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
