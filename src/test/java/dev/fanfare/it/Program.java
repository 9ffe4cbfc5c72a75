package dev.fanfare.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of this machine that tests use if it is there. */
final class Program {
  private static final long SECONDS = 60;

  private final List<String> command;
  private final Path directory;

  private Program(List<String> command, Path directory) {
    this.command = command;
    this.directory = directory;
  }

  /** Skips the test, and says so, if there is no such program. */
  static Program called(String name, String forWhat) {
    boolean there = isThere(name);
    if (!there) {
      System.err.println("SKIPPED for want of " + name + ": " + forWhat);
    }
    assumeTrue(there, "Skipped: install " + name + " to test " + forWhat);
    return new Program(List.of(name), Path.of("").toAbsolutePath());
  }

  static boolean isThere(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  Program in(Path where) {
    return new Program(command, where);
  }

  /** Runs it to its end; returns its standard output, or throws with all it said. */
  String run(String... args) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(args));
    Path errors = Files.createTempFile("fanfare-it-", ".err");
    Process process =
        new ProcessBuilder(all)
            .directory(directory.toFile())
            .redirectError(errors.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      // A watchman, because reading has no time limit.
      process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).exceptionally(late -> stop(process));
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new AssertionError(
            all + " ended with exit code " + exit + ":\n" + out + Files.readString(errors));
      }
      return out;
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(errors);
    }
  }

  private static Process stop(Process process) {
    return process.destroyForcibly();
  }
}
