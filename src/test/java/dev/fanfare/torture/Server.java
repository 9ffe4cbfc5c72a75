package dev.fanfare.torture;

import dev.fanfare.ClassArchive;
import dev.fanfare.FatJar;
import dev.fanfare.FreePorts;
import dev.fanfare.Leaks;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The real jar as a process that can be killed and started again at the same port. One thread. */
final class Server implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile(".*Fanfare is ready: (https?://\\S+:[0-9]+/)$");

  private final Path directory;
  private final JsonObject conf;
  private final List<String> more;
  private final List<String> before;
  private List<String> jvm = List.of();
  private @Nullable Path classes;
  private Consumer<String> listener = line -> {};
  private final List<String> out = new ArrayList<>();
  private Process process;
  private Thread reader;
  private CompletableFuture<URI> ready;
  private int port = -1;

  /**
   * @param conf without a port: that is chosen here
   * @param more arguments
   */
  Server(Path directory, JsonObject conf, String... more) {
    this(List.of(), directory, conf, more);
  }

  /**
   * @param before words of the command before {@code java}
   */
  Server(List<String> before, Path directory, JsonObject conf, String... more) {
    this.before = before;
    this.directory = directory;
    this.conf = conf.copy();
    this.conf.getJsonObject("http").put("port", FreePorts.one());
    this.more = List.of(more);
  }

  /** With more options of Java's. */
  Server jvm(List<String> options) {
    jvm = List.copyOf(options);
    return this;
  }

  /** With these classes in the place of its own, as another build of it, from the next start on. */
  Server with(Path other) {
    classes = other;
    return this;
  }

  /** Tells somebody of each line that it writes, on a thread of its own. */
  Server telling(Consumer<String> who) {
    listener = who;
    return this;
  }

  /** Starts it and waits until it is ready. */
  URI start() throws InterruptedException {
    launch();
    return awaitReady();
  }

  /** Starts it, and no waiting. */
  void launch() {
    String jar = FatJar.file();
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(Leaks.OPTION, "-Xmx256m", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + directory));
    if (before.isEmpty() && classes == null) { // by a clock that is false it would be too old
      command.addAll(ClassArchive.options(jar));
    }
    command.addAll(jvm);
    command.addAll(
        classes == null
            ? List.of("-jar", jar)
            : List.of("-cp", classes + File.pathSeparator + jar, "dev.fanfare.Main"));
    command.addAll(List.of("-conf", conf.encode()));
    command.addAll(more);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FANFARE_"));
    CompletableFuture<URI> thisReady = new CompletableFuture<>();
    ready = thisReady;
    try {
      process = builder.start();
    } catch (IOException failed) {
      throw new UncheckedIOException("The server's process cannot be started", failed);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Process started = process;
    reader = new Thread(() -> read(started, thisReady), "server's output");
    reader.setDaemon(true);
    reader.start();
  }

  URI awaitReady() throws InterruptedException {
    try {
      URI address = ready.get(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      port = address.getPort();
      return address;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("The server did not get ready:\n" + output(), e);
    }
  }

  /** SIGKILL, and no waiting. */
  void strike() {
    if (process != null) {
      process.toHandle().destroyForcibly();
    }
  }

  /** SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    if (process == null) {
      return;
    }
    strike();
    if (!process.waitFor(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("The server survives SIGKILL");
    }
  }

  /** SIGTERM; returns the exit code. */
  int terminate() throws InterruptedException {
    process.toHandle().destroy(); // Process.destroy closes its output: its last words were lost
    if (!process.waitFor(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("The server does not stop:\n" + output());
    }
    reader.join(Target.PATIENCE.toMillis());
    return process.exitValue();
  }

  /** SIGSTOP: it is there and does nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String which) throws IOException, InterruptedException {
    if (new ProcessBuilder("kill", which, Long.toString(process.pid())).start().waitFor() != 0) {
      throw new IllegalStateException("kill " + which + " failed");
    }
  }

  /** The most real memory that it had so far, in bytes. */
  long mostMemory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IllegalStateException("The kernel does not tell its memory");
  }

  /** All that it said, in all its lives. */
  String output() {
    return String.join("\n", lines());
  }

  private List<String> lines() {
    synchronized (out) {
      return List.copyOf(out);
    }
  }

  /** Ends it; fails if it lost native buffers. */
  @Override
  public void close() throws InterruptedException {
    if (process == null) {
      return;
    }
    try {
      Leaks.provoke(process, port);
    } finally {
      kill();
      reader.join(Target.PATIENCE.toMillis());
    }
    Leaks.check(lines());
  }

  private void read(Process from, CompletableFuture<URI> ready) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (out) {
          out.add(line);
        }
        listener.accept(line);
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
