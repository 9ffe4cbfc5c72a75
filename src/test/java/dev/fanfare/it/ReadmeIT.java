package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README tells the truth. */
class ReadmeIT {
  private static final String RUN = "mvn -q -DskipTests package && java -jar target/fanfare.jar";
  private static final String TEST = "mvn verify";
  private static final Path BASE = Path.of(System.getProperty("fanfare.basedir", "."));
  private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)\n```");

  /** A line after a prompt, and the line that the README shows below it. */
  private record Example(String command, String shown) {}

  private final String readme = Files.readString(BASE.resolve("README.md"));

  ReadmeIT() throws IOException {}

  @Test
  void itsCommandsAreTheTwo() {
    assertThat(SHELL.matcher(readme).results().map(block -> block.group(1)))
        .containsExactly(RUN, TEST);
  }

  @Test
  void whatItTellsToTryWorks(@TempDir Path data) throws Exception {
    Program.called("curl", "the README's examples");
    List<String> words = List.of(RUN.substring(RUN.indexOf("java ") + 5).split(" "));
    List<Example> examples = examples();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
    try (FanfareJar server =
        Start.words(words)
            .in(BASE)
            .env("FANFARE_HISTORY_PATH", data.resolve("fanfare.db").toString())
            .ready()) {
      for (Example example : examples) {
        tryOut(example, server);
      }
      server.assertQuiet();
    }
  }

  private List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    List<String> lines = readme.lines().toList();
    for (int i = 0; i + 1 < lines.size(); i++) {
      if (lines.get(i).startsWith("$ curl ")) {
        examples.add(new Example(lines.get(i).substring(2), lines.get(i + 1)));
      }
    }
    return examples;
  }

  private static void tryOut(Example example, FanfareJar server) throws Exception {
    String command =
        example
            .command()
            .replace("http://localhost:8080/", server.address().toString())
            .replaceFirst("^curl ", "curl -sS --max-time 30 ");
    Process process =
        new ProcessBuilder("sh", "-c", "exec " + command).redirectErrorStream(true).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      if (command.contains("wait=")) {
        do { // What comes before it listens is not for it.
          server.http().post("/rooms/ops/messages", "deploy finished");
        } while (!process.waitFor(200, TimeUnit.MILLISECONDS));
      }
      String line = out.readLine();
      if (command.contains("text/event-stream")) {
        while (line != null && !line.startsWith("data: ")) {
          line = out.readLine();
        }
        assertThat(line).as(command).startsWith("data: {\"type\":\"message\",");
      } else {
        assertThat(new JsonObject(String.valueOf(line)).fieldNames())
            .as(command)
            .isEqualTo(new JsonObject(example.shown()).fieldNames());
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
