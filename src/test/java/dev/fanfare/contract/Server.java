package dev.fanfare.contract;

import dev.fanfare.ClassArchive;
import dev.fanfare.FatJar;
import dev.fanfare.Leaks;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real fat jar as a process of its own, on any free port. Any thread. */
final class Server implements AutoCloseable {
  /** Longer than anything here takes on a busy machine; whoever waits so long has lost. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Pattern READY =
      Pattern.compile(".*Fanfare is ready: (https?://\\S+:[0-9]+/)$");

  private final Path directory;
  private final Process process;
  private final Thread reader;
  private final List<String> out = new ArrayList<>();
  private final CompletableFuture<URI> ready = new CompletableFuture<>();

  private Server(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    reader = new Thread(this::read, "server's output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a server without rates, and waits until it is ready. */
  static Server start(JsonObject conf) {
    String jar = FatJar.file();
    JsonObject limits =
        new JsonObject().put("rate", 0).put("post-rate", 0).put("handshakes-per-address", 0);
    JsonObject all =
        new JsonObject()
            .put("http", new JsonObject().put("port", 0).put("instances", 2))
            .put("limits", limits)
            .mergeIn(conf, true);
    try {
      Path directory = Files.createTempDirectory("fanfare-contract-");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(List.of(Leaks.OPTION, "-Djava.io.tmpdir=" + directory));
      command.addAll(ClassArchive.options(jar));
      command.addAll(List.of("-jar", jar, "-conf", all.encode()));
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("FANFARE_"));
      Server server = new Server(directory, builder.start());
      server.awaitReady();
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException("The server's process cannot be started", failed);
    }
  }

  /** {@code http://localhost:PORT/}. */
  URI address() {
    return ready.getNow(URI.create("http://not-ready/"));
  }

  /** For tests that wait: what to say when it was in vain. */
  AssertionError failure(String what, Throwable cause) {
    return new AssertionError(what + ".\nThe server's output:\n" + output(), cause);
  }

  /** Fails if it said anything but information. */
  void assertQuiet() {
    String said = output();
    if (!said.lines().allMatch(line -> line.contains(" INFO "))) {
      throw new AssertionError("The server complained:\n" + said);
    }
  }

  /** Ends it; fails if it lost native buffers. */
  @Override
  public void close() {
    try {
      Leaks.provoke(process, address().getPort());
    } finally {
      end();
    }
    Leaks.check(lines());
  }

  private void end() {
    process.toHandle().destroyForcibly();
    try {
      process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      reader.join(PATIENCE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException leftOver) {
      // in the system's temporary directory
    }
  }

  private void awaitReady() {
    try {
      ready.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException late) {
      AssertionError failure = failure("The server did not get ready", late);
      end();
      throw failure;
    }
  }

  private String output() {
    return String.join("\n", lines());
  }

  private List<String> lines() {
    synchronized (out) {
      return List.copyOf(out);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (out) {
          out.add(line);
        }
        Matcher address = READY.matcher(line);
        if (address.matches()) {
          ready.complete(URI.create(address.group(1)));
        }
      }
    } catch (IOException gone) {
      // the process is
    }
    ready.completeExceptionally(new IllegalStateException("It ended"));
  }
}
