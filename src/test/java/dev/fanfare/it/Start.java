package dev.fanfare.it;

import dev.fanfare.ClassArchive;
import dev.fanfare.FatJar;
import dev.fanfare.Leaks;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the fat jar is to be started: with a limited heap, on any free port, in a new directory, with
 * an environment that says nothing to Fanfare, unless told otherwise.
 */
final class Start {
  static final String PORT = "FANFARE_HTTP_PORT";
  private static final Set<String> SPEAKS_TO_JAVA =
      Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH");

  private final List<String> main;
  private final List<String> jvm = new ArrayList<>();
  private final List<String> args = new ArrayList<>();
  private final Map<String, String> env = new LinkedHashMap<>(Map.of(PORT, "0"));
  private Path directory;

  private Start(List<String> main) {
    this.main = main;
  }

  /** {@code java -jar fanfare.jar}. */
  static Start jar() {
    return new Start(List.of("-jar", FatJar.file()));
  }

  /** {@code vertx run dev.fanfare.FanfareVerticle}. */
  static Start vertxRun() {
    return new Start(
        List.of(
            "-cp", FatJar.file(), "io.vertx.core.Launcher", "run", "dev.fanfare.FanfareVerticle"));
  }

  /** The fat jar with some classes in their place, as another build of it would have them. */
  static Start jarWith(Path classes) {
    return new Start(
        List.of("-cp", classes + File.pathSeparator + FatJar.file(), "dev.fanfare.Main"));
  }

  /** As these words say behind {@code java}. */
  static Start words(List<String> words) {
    return new Start(List.copyOf(words));
  }

  Start args(String... more) {
    args.addAll(List.of(more));
    return this;
  }

  Start conf(JsonObject conf) {
    return args("-conf", conf.encode());
  }

  Start conf(String json) {
    return conf(new JsonObject(json));
  }

  Start env(String name, String value) {
    env.put(name, value);
    return this;
  }

  Start withoutEnv(String name) {
    env.remove(name);
    return this;
  }

  Start port(int port) {
    return env(PORT, Integer.toString(port));
  }

  /** In this directory, which is kept; else in a new one. */
  Start in(Path where) {
    directory = where;
    return this;
  }

  Start jvm(String... options) {
    jvm.addAll(List.of(options));
    return this;
  }

  /** Starts the server and waits until it is ready. */
  FanfareJar ready() {
    FanfareJar server = started();
    try {
      server.awaitReady();
      return server;
    } catch (Throwable failed) {
      server.close();
      throw failed;
    }
  }

  /** Starts a process that is to end by itself. */
  FanfareJar started() {
    try {
      Path own = Files.createTempDirectory("fanfare-it-");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-Xmx256m");
      // Many short lives: no time to compile much.
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-XX:+UseSerialGC");
      command.add("-Djava.io.tmpdir=" + own);
      command.add(Leaks.OPTION);
      if (main.contains(FatJar.file())) {
        command.addAll(ClassArchive.options(FatJar.file()));
      }
      command.addAll(jvm);
      command.addAll(main);
      command.addAll(args);
      ProcessBuilder builder =
          new ProcessBuilder(command).directory((directory == null ? own : directory).toFile());
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("FANFARE_") || SPEAKS_TO_JAVA.contains(name));
      builder.environment().putAll(env);
      return new FanfareJar(builder.start(), own);
    } catch (IOException failed) {
      throw new IllegalStateException("The server's process cannot be started", failed);
    }
  }
}
