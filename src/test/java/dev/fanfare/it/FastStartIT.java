package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FatJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two lines with which the operator's manual makes the start faster. */
class FastStartIT {
  private static final Pattern LINES =
      Pattern.compile("```sh\njava (.*-XX:ArchiveClassesAtExit=.*)\njava (.*)\n```");

  @Test
  void theSecondStartLoadsItsClassesFromWhatTheFirstOneLeft(@TempDir Path directory)
      throws Exception {
    Path base = Path.of(System.getProperty("fanfare.basedir", "."));
    Matcher lines =
        LINES.matcher(Files.readString(base.resolve("src/site/markdown/operations.md")));
    assertThat(lines.find()).isTrue();
    Files.createDirectory(directory.resolve("target"));
    Files.createSymbolicLink(directory.resolve("target/fanfare.jar"), Path.of(FatJar.file()));

    try (FanfareJar first = Start.words(words(lines.group(1))).in(directory).ready()) {
      assertThat(first.terminate()).isEqualTo(143);
      first.assertQuiet();
    }
    Path loaded = directory.resolve("loaded");
    try (FanfareJar second =
        Start.words(words(lines.group(2)))
            .in(directory)
            .jvm("-Xlog:class+load:file=" + loaded)
            .ready()) {
      assertThat(second.http().get("/health/ready").statusCode()).isEqualTo(200);
      second.assertQuiet();
    }
    assertThat(Files.readAllLines(loaded))
        .filteredOn(line -> line.contains(" dev.fanfare.http.HttpVerticle source:"))
        .singleElement()
        .asString()
        .endsWith("shared objects file (top)");
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }
}
