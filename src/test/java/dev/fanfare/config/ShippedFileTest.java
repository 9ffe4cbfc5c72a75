package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file that comes with Fanfare says what holds without it, all of it. */
class ShippedFileTest {

  private final JsonObject shipped = new JsonObject(read());

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

  private static JsonObject withoutNulls(JsonObject json) {
    for (String name : List.copyOf(json.fieldNames())) {
      if (json.getValue(name) == null) json.remove(name);
      if (json.getValue(name) instanceof JsonObject inner) withoutNulls(inner);
    }
    return json;
  }

  private static String read() {
    try {
      return Files.readString(Path.of("conf/fanfare.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
