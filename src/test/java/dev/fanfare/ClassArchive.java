package dev.fanfare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets the many short-lived servers of these tests share what the Java virtual machine found out
 * about their classes, as the operator's manual says under "A faster start". The file lies beside
 * the fat jar, and is made by the first who needs it: a node of a cluster of one, so that what the
 * cluster needs is in it. Any thread.
 */
public final class ClassArchive {
  private static final int PATIENCE_SECONDS = 120;

  private ClassArchive() {}

  /** Options for {@code java -jar} and {@code java -cp} with this jar, and nothing else. */
  public static synchronized List<String> options(String jar) {
    Path archive = Path.of(jar).resolveSibling("fanfare-tests.jsa");
    try {
      if (!Files.exists(archive)
          || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(Path.of(jar)))
              < 0) {
        make(jar, archive);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("No archive of classes: " + archive, failed);
    }
    return List.of("-Xlog:cds*=off", "-XX:SharedArchiveFile=" + archive);
  }

  private static void make(String jar, Path archive) throws IOException {
    Path directory = Files.createTempDirectory("fanfare-classes-");
    Path made = directory.resolve("made.jsa");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:disable",
            "-XX:+UseSerialGC",
            "-XX:ArchiveClassesAtExit=" + made,
            "-jar",
            jar,
            "-cluster",
            "-conf",
            "{\"http\":{\"host\":\"127.0.0.1\",\"port\":0},\"cluster\":{\"host\":\"127.0.0.1\",\"port\":%d}}"
                .formatted(FreePorts.one()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FANFARE_"));
    Process server = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
    StringBuilder said = new StringBuilder();
    server
        .inputReader(StandardCharsets.UTF_8)
        .lines()
        .peek(line -> said.append(line).append('\n'))
        .filter(line -> line.contains("Fanfare is ready"))
        .forEach(line -> server.toHandle().destroy()); // and reads on until it has ended
    try {
      if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || !Files.exists(made)) {
        throw new IllegalStateException("No archive of classes was made:\n" + said);
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
  }
}
