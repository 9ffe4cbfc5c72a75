package dev.fanfare.contract;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.fanfare.FatJar;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that nobody here wrote, with a script that drives it, running. One thread. */
final class Foreign implements AutoCloseable {
  private static final String END = "\u0000end";

  private final List<String> command;
  private final Path errors;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Foreign(List<String> command, Path directory) {
    this.command = command;
    try {
      errors = Files.createTempFile("fanfare-contract-", ".err");
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(errors.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(command + " cannot be started", failed);
    }
    Thread reader = new Thread(this::read, "output of " + command.get(0));
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a program in a directory. */
  static Foreign start(Path directory, String... command) {
    return new Foreign(List.of(command), directory);
  }

  /** Where the scripts are, with the packages that they need. */
  static Path clients() {
    try {
      Path target = Files.createDirectories(Path.of(FatJar.file()).resolveSibling("clients"));
      Path from = Path.of(Foreign.class.getResource("/clients").toURI());
      try (Stream<Path> scripts = Files.list(from)) {
        for (Path script : scripts.toList()) {
          Files.write(target.resolve(script.getFileName().toString()), Files.readAllBytes(script));
        }
      }
      return target;
    } catch (IOException | java.net.URISyntaxException failed) {
      throw new IllegalStateException("The clients' scripts cannot be copied", failed);
    }
  }

  /** Goes on only if the command succeeds: the test of a program that is missing is skipped. */
  static void require(String packageName, Path directory, String... command) {
    String said;
    try (Foreign check = start(directory, command)) {
      if (check.succeeded()) {
        return;
      }
      said = check.output();
    } catch (UncheckedIOException missing) {
      said = missing.toString();
    }
    String message = "Install " + packageName + " to test with it: " + said;
    if ("true".equals(System.getenv("CI"))) {
      fail(message);
    }
    System.err.println("SKIPPED. " + message);
    abort("SKIPPED. " + message);
  }

  /** The next line of its output. */
  String next() {
    try {
      String line = lines.poll(Server.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new AssertionError(command + " said nothing more: " + output());
      } else if (line.equals(END)) {
        throw new AssertionError(command + " ended: " + output());
      }
      return line;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  List<String> next(int count) {
    List<String> next = new ArrayList<>();
    while (next.size() < count) {
      next.add(next());
    }
    return next;
  }

  /** Waits for the end; false if it is none or no good one. */
  boolean succeeded() {
    try {
      return process.waitFor(2 * Server.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          && process.exitValue() == 0;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** What it complained of. */
  String output() {
    try {
      return Files.readString(errors);
    } catch (IOException failed) {
      return failed.toString();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(Server.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      Files.deleteIfExists(errors);
    } catch (InterruptedException | IOException left) {
      // nobody waits for it
    }
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException gone) {
      // the process is
    }
    lines.add(END);
  }
}
