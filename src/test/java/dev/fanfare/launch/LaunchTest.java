package dev.fanfare.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Map<String, String> env = Map.of();

  @Test
  void helpAndVersionSayWhatTheyShould() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("-conf", "-cluster", "--check", "FANFARE_HTTP_PORT");
    out.reset();
    assertThat(run("--version")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Fanfare ");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void checkPrintsTheConfigurationAndWhereItComesFrom() throws IOException {
    Path file =
        Files.writeString(directory.resolve("f.json"), "{\"http\":{\"host\":\"127.0.0.1\"}}");
    env = Map.of("FANFARE_HTTP_PORT", "9001");
    assertThat(run("--check", "-conf", file.toString())).isZero();
    assertThat(out.toString(UTF_8)).contains("127.0.0.1", "9001", "FANFARE_HTTP_PORT");
  }

  @Test
  void everyProblemIsOneLine() {
    assertThat(run("-conf", "{\"http\":{\"prot\":1,\"port\":99999}}")).isEqualTo(2);
    assertThat(problems()).hasSize(2).allMatch(line -> line.startsWith("http."));
  }

  @Test
  void confThatCannotBeReadIsSaid() throws IOException {
    assertThat(run("-conf", directory.resolve("nope.json").toString())).isEqualTo(2);
    assertThat(problems()).hasSize(1).first().asString().contains("nope.json", "no such file");
    assertThat(run("-conf", directory.toString())).isEqualTo(2);
    assertThat(problems()).hasSize(1).first().asString().contains("cannot be read");
    Path broken = Files.writeString(directory.resolve("broken.json"), "{\"http\":");
    assertThat(run("-conf", broken.toString())).isEqualTo(2);
    assertThat(problems()).hasSize(1).first().asString().contains("broken.json", "not a JSON");
    Path list = Files.writeString(directory.resolve("list.json"), "[1]");
    assertThat(run("-conf", list.toString())).isEqualTo(2);
    assertThat(problems()).hasSize(1).first().asString().contains("list.json", "not a JSON object");
    assertThat(run("-conf")).isEqualTo(2);
    assertThat(problems()).hasSize(1);
  }

  @Test
  void unknownOptionsAndWordsAreRefused() {
    assertThat(run("--chek", "word")).isEqualTo(2);
    assertThat(problems()).hasSize(2).allMatch(line -> line.contains("--help"));
  }

  @Test
  void nodeMustBeInItsOwnList() {
    String list = "{\"cluster\":{\"port\":5702,\"join\":[\"127.0.0.1:5701\",\"%s\"]}}";
    assertThat(run("-cluster", "--check", "-conf", list.formatted("127.0.0.1:5703"))).isEqualTo(2);
    assertThat(problems()).hasSize(1).first().asString().startsWith("cluster.join: ");
    assertThat(run("--check", "-conf", list.formatted("127.0.0.1:5703"))).isZero();
    assertThat(run("-cluster", "--check", "-conf", list.formatted("localhost:5702"))).isZero();
  }

  private int run(String... words) {
    PrintStream outs = new PrintStream(out, true, UTF_8);
    PrintStream errs = new PrintStream(err, true, UTF_8);
    return new Launch(outs, errs).run("no.such.Verticle", List.of(words), env);
  }

  private List<String> problems() {
    List<String> lines = err.toString(UTF_8).lines().toList();
    err.reset();
    return lines;
  }
}
