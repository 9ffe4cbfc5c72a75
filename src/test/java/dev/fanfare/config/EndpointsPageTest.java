package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guide to endpoints shows is right as it stands. */
class EndpointsPageTest {
  private static final Pattern JSON = Pattern.compile("(?s)```json\n(.*?)\n```");

  private final String page = Files.readString(Path.of("src/site/markdown/endpoints.md"));

  EndpointsPageTest() throws IOException {}

  @Test
  void eachExampleIsAConfiguration() {
    List<JsonObject> examples =
        JSON.matcher(page).results().map(block -> new JsonObject(block.group(1))).toList();

    assertThat(examples).hasSize(7);
    for (JsonObject example : examples)
      assertThat(ConfigReader.read(example, Map.of(), false).warnings()).isEmpty();
  }

  @Test
  void namesEachPlaceholder() {
    for (Placeholder placeholder : Placeholder.values())
      assertThat(page).contains("`${" + placeholder.word() + "}`");
  }
}
