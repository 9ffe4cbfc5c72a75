package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Leaks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real fat jar, running as a process. Any thread. */
final class FanfareJar implements AutoCloseable {
  /** Longer than anything here takes on a busy machine; whoever waits so long has lost. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Pattern READY =
      Pattern.compile(".*Fanfare is ready: (https?://\\S+:[0-9]+/)$");
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Path directory;
  private final List<String> out = new ArrayList<>();
  private final List<String> err = new ArrayList<>();
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private final Thread outReader;
  private final Thread errReader;

  /**
   * @param directory its own, deleted with it
   */
  FanfareJar(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
    RUNNING.add(process);
    outReader = collect(process.getInputStream(), out);
    errReader = collect(process.getErrorStream(), err);
  }

  private Thread collect(InputStream stream, List<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader text =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                  synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                  }
                  Matcher address = READY.matcher(line);
                  if (lines == out && address.matches()) {
                    ready.complete(URI.create(address.group(1)));
                  }
                }
              } catch (IOException gone) {
                // the process is
              }
              if (lines == out) {
                ready.completeExceptionally(new IllegalStateException("it ended"));
              }
            },
            "server's output");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  void awaitReady() {
    try {
      ready.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException ended) {
      awaitExit();
      throw failure("The server ended before it was ready");
    } catch (TimeoutException late) {
      throw failure("The server was not ready after " + PATIENCE.toSeconds() + " s");
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** The address that the ready line told: {@code http://localhost:PORT/}. */
  URI address() {
    return ready.getNow(URI.create("http://not-ready/"));
  }

  int port() {
    return address().getPort();
  }

  URI ws(String pathAndQuery) {
    return URI.create("ws://" + address().getAuthority() + pathAndQuery);
  }

  Http http() {
    return new Http(this);
  }

  long pid() {
    return process.pid();
  }

  /** The lines of standard output so far. */
  List<String> out() {
    synchronized (out) {
      return List.copyOf(out);
    }
  }

  /** The first line of standard output with these words in it. */
  String awaitLine(String words) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (out) {
      while (true) {
        for (String line : out) {
          if (line.contains(words)) {
            return line;
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || !process.isAlive()) {
          throw failure("The server did not say: " + words);
        }
        try {
          out.wait(Math.min(left, 1_000));
        } catch (InterruptedException interrupted) {
          throw new IllegalStateException(interrupted);
        }
      }
    }
  }

  /** The lines of standard error so far. */
  List<String> err() {
    synchronized (err) {
      return List.copyOf(err);
    }
  }

  /** SIGTERM, and no waiting. */
  void signal() {
    process.toHandle().destroy(); // Process.destroy closes its output: its last words were lost
  }

  /** SIGTERM; returns the exit code. */
  int terminate() {
    signal();
    return awaitExit();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.toHandle().destroyForcibly();
    awaitExit();
  }

  int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure("The server did not end within " + PATIENCE.toSeconds() + " s");
      }
      outReader.join(PATIENCE.toMillis());
      errReader.join(PATIENCE.toMillis());
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Everything it said was Fanfare's own. */
  void assertOwnWords() {
    assertThat(out()).as("standard output").allMatch(line -> line.contains(" dev.fanfare."));
    assertThat(err()).as("standard error").isEmpty();
  }

  /** Everything it said was information, and none of it a stack trace. */
  void assertQuiet() {
    assertThat(out()).as("standard output").allMatch(line -> line.contains(" INFO "));
    assertThat(err()).as("standard error").isEmpty();
  }

  /** For tests that wait: what to say when it was in vain. */
  AssertionError failure(String what) {
    return new AssertionError(
        what
            + ".\nThe server's output:\n"
            + String.join("\n", out())
            + "\n"
            + String.join("\n", err())
            + "\n"
            + (process.isAlive()
                ? "It still runs."
                : "It ended with exit code " + process.exitValue() + "."));
  }

  /** Ends it, if it runs; fails if it lost native buffers. */
  @Override
  public void close() {
    try {
      if (ready.isDone() && !ready.isCompletedExceptionally()) {
        Leaks.provoke(process, port());
      }
    } finally {
      process.toHandle().destroyForcibly();
      awaitExit();
      RUNNING.remove(process);
      delete(directory);
    }
    Leaks.check(out());
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException leftOver) {
      // in the system's temporary directory
    }
  }
}
