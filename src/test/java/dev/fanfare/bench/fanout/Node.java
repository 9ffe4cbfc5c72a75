package dev.fanfare.bench.fanout;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fat jar in a process of its own, with the default safety on, save the limits on rates and on
 * sessions of one address. Gone when this process ends, whatever ends it.
 */
final class Node implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Fanfare is ready: (https?://\\S+)");

  private final Path folder;
  private final Process process;
  private final URI address;
  private final Thread hook = new Thread(this::end);

  private Node(Path folder, Process process) throws IOException {
    this.folder = folder;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(hook);
    this.address = ready(process);
  }

  static JsonObject conf(String history, Options options) {
    JsonObject limits =
        new JsonObject()
            .put("rate", 0)
            .put("post-rate", 0)
            .put("sessions-per-address", 0)
            .put("handshakes-per-address", 0);
    JsonObject http = new JsonObject().put("host", "127.0.0.1").put("port", 0);
    return new JsonObject()
        .put("http", http.put("instances", options.instances()))
        .put("history", new JsonObject().put("kind", history))
        .put("limits", limits);
  }

  /**
   * @param more arguments
   */
  static Node start(JsonObject conf, Options options, String... more) throws IOException {
    Path jar = Path.of(System.getProperty("fanfare.jar", "target/fanfare.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar + " is not there; build it with mvn -q -DskipTests package");
    }
    Path folder = Files.createTempDirectory("fanfare-fanout-");
    List<String> command = new ArrayList<>(options.server());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options.jvm());
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString(), "-conf", conf.encode()));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("FANFARE_"));
    return new Node(folder, builder.start());
  }

  /** Waits until it is ready, and lets it say on what it likes. */
  private static URI ready(Process process) throws IOException {
    BufferedReader said = process.inputReader();
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        Thread rest = new Thread(() -> passOn(said), "server's output");
        rest.setDaemon(true);
        rest.start();
        return URI.create(ready.group(1));
      }
      all.append('\n').append(line);
    }
    throw new IOException("The server did not get ready:" + all);
  }

  private static void passOn(BufferedReader said) {
    try {
      said.lines().forEach(System.err::println);
    } catch (UncheckedIOException ended) {
      // by us
    }
  }

  int port() {
    return address.getPort();
  }

  long pid() {
    return process.pid();
  }

  /** Time of all its threads so far, in seconds. */
  double cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    end();
  }

  private void end() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException leftOver) {
      // in the system's temporary directory
    }
  }
}
