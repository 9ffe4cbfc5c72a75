package dev.fanfare.launch;

import dev.fanfare.config.Cluster;
import dev.fanfare.config.ConfigException;
import dev.fanfare.config.ConfigReader;
import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.Http;
import dev.fanfare.config.Loaded;
import dev.fanfare.config.Problem;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration that this process was started with, before Vert.x is. The launchers go on
 * without one when they cannot read it; here that is a reason not to start.
 */
final class Preflight {
  private Preflight() {}

  static Loaded read(Arguments args, Map<String, String> env) throws StartException {
    JsonObject file = args.conf() == null ? null : file(args.conf());
    Loaded loaded;
    try {
      loaded = ConfigReader.read(file, env, args.clustered());
    } catch (ConfigException wrong) {
      throw new StartException(wrong.problems().stream().map(Problem::toString).toList());
    }
    List<String> problems = problemsOfThisMachine(loaded.config(), args.clustered());
    if (!problems.isEmpty()) {
      throw new StartException(problems);
    }
    return loaded;
  }

  /** What would stop the cluster from starting; the libraries say it in six stack traces. */
  static void tryClusterAddress(Cluster cluster) throws StartException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(ClusterAddress.of(cluster).socket());
    } catch (IOException | IllegalArgumentException e) {
      throw problem(
          "cluster.host and cluster.port: this node cannot listen at "
              + cluster.host()
              + ":"
              + cluster.port()
              + " ("
              + e.getMessage()
              + "); the host must be an address of this machine, and each node on one machine needs"
              + " a port of its own");
    }
  }

  private static List<String> problemsOfThisMachine(FanfareConfig config, boolean clustered) {
    List<String> problems = new ArrayList<>();
    if (config.http().transport() == Http.Transport.IO_URING && !available(Transport.IO_URING)) {
      problems.add("http.transport: io_uring does not work on this machine; write auto or nio");
    }
    Cluster cluster = config.cluster();
    if (clustered && cluster.tls() != null) {
      problems.addAll(Certificates.problems(cluster.tls()));
    }
    if (clustered
        && !cluster.join().isEmpty()
        && !ClusterAddress.of(cluster).isIn(cluster.join())) {
      problems.add(
          "cluster.join: names all nodes but this one, which is "
              + cluster.host()
              + ":"
              + cluster.port()
              + " (cluster.host, cluster.port); add it, or correct those");
    }
    return problems;
  }

  static boolean available(@Nullable Transport transport) {
    return transport != null && transport.available();
  }

  /** What {@code -conf} says: JSON if it looks like that, else the name of a file with JSON. */
  private static JsonObject file(String conf) throws StartException {
    String text = conf.strip().replaceAll("^[\"']|[\"']$", "");
    if (text.startsWith("{")) {
      return parse("The JSON behind -conf", text);
    }
    if (text.isEmpty()) {
      throw problem("-conf needs a file or JSON behind it");
    }
    try {
      return parse(text, Files.readString(Path.of(text)));
    } catch (NoSuchFileException missing) {
      throw problem("-conf " + text + ": there is no such file");
    } catch (CharacterCodingException binary) {
      throw problem("-conf " + text + ": this file is not UTF-8 text");
    } catch (IOException | InvalidPathException unreadable) {
      throw problem("-conf " + text + ": this file cannot be read (" + unreadable + ")");
    }
  }

  private static JsonObject parse(String what, String text) throws StartException {
    try {
      return new JsonObject(text);
    } catch (DecodeException | ClassCastException broken) {
      throw problem(what + " is not a JSON object: " + firstLine(broken.getMessage()));
    }
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "it starts with something else" : text.lines().findFirst().orElse("");
  }

  private static StartException problem(String text) {
    return new StartException(List.of(text));
  }
}
