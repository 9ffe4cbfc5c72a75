package dev.fanfare.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manual lists exactly the keys that there are, as the schema declares them. */
class ConfigurationPageTest {

  @Test
  void holdsTheTableOfAllKeys() throws IOException {
    String page = Files.readString(Path.of("src/site/markdown/configuration.md"));

    assertThat(page).contains("\n\n" + table() + "\n");
    assertThat(page).containsOnlyOnce("| key | default |");
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| key | default | meaning | value | variable |\n");
    table.append("|---|---|---|---|---|\n");
    ConfigReader.SCHEMA.list("", line -> table.append(row(line)));
    return table.toString();
  }

  private static String row(Node.Line line) {
    String path = line.path();
    boolean inside = path.contains("*") || path.contains("[");
    return String.format(
        "| `%s` | %s | %s | %s | %s |\n",
        path,
        line.standard() == null ? "–" : "`" + line.standard() + "`",
        line.doc(),
        line.wants(),
        inside ? "–" : "`" + Place.variable(path) + "`");
  }
}
