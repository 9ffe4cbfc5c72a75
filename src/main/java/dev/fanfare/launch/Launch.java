package dev.fanfare.launch;

import dev.fanfare.config.Http;
import dev.fanfare.config.Loaded;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the command line and the configuration, then hands over to Vert.x' launcher. */
public final class Launch {
  /** Exit code: all was well. */
  public static final int FINE = 0;

  /** Exit code: the command line or the configuration is wrong. */
  public static final int WRONG = 2;

  /** Exit code: the node lost its cluster for good; started anew it joins again. */
  public static final int LOST = 20;

  private static final String HELP =
      """
      Fanfare %s, a chat and broadcast server

      java -jar fanfare.jar [options]
        -conf FILE|JSON      configuration: a JSON file, or JSON itself
        -cluster             form a cluster with the nodes that cluster.join names
        -cluster-host HOST   address for messages between nodes (else cluster.bus-host)
        -cluster-port PORT   port for messages between nodes (else cluster.bus-port)
        -options FILE|JSON   Vert.x' own options
        --check              check the configuration, print it and where it comes from, and exit
        --version            print the version and exit
        --help               print this and exit

      Every key can come from the environment too: FANFARE_HTTP_PORT=9000 is http.port.
      Exit codes: 2 wrong configuration or options, 11 and 15 could not start,
      20 a node lost its cluster for good: start it anew.
      """;

  private final PrintStream out;
  private final PrintStream err;

  public Launch(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Does what the words ask for. Returns when that is done, or when the server runs; does not
   * return if it cannot start: then the launcher ends the process.
   *
   * @return an exit code, or {@link #FINE} with the server running
   */
  public int run(String verticle, List<String> words, Map<String, String> env) {
    Arguments args = Arguments.of(words);
    if (args.help()) {
      out.print(HELP.formatted(version()));
      return FINE;
    }
    if (args.version()) {
      out.println("Fanfare " + version());
      return FINE;
    }
    List<String> unknown = Stream.concat(args.unknown().stream(), args.words().stream()).toList();
    if (!unknown.isEmpty()) {
      unknown.forEach(word -> err.println(word + ": not known here; see --help"));
      return WRONG;
    }
    try {
      Loaded loaded = Preflight.read(args, env);
      if (args.check()) {
        loaded.warnings().forEach(err::println);
        out.println(loaded.describe());
        return FINE;
      }
      if (args.clustered()) {
        Preflight.tryClusterAddress(loaded.config().cluster());
      }
      return launch(verticle, words, loaded.config().http());
    } catch (StartException wrong) {
      wrong.problems().forEach(err::println);
      return WRONG;
    }
  }

  private int launch(String verticle, List<String> words, Http http) {
    String[] all = Stream.concat(Stream.of(verticle), words.stream()).toArray(String[]::new);
    return new VertxApplication(all, new Hooks(err, http)).launch();
  }

  private static String version() {
    String version = Launch.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  /** Turns a failed start into one sentence. */
  private record Hooks(PrintStream err, Http http) implements VertxApplicationHooks {
    private static final int NO_VERTX = 11;
    private static final int NOT_DEPLOYED = 15;

    /** What Hazelcast throws, whatever is wrong; the reason it only logs. */
    private static final String NOT_LET_IN = "Node failed to start!";

    @Override
    public void afterFailureToStartVertx(HookContext context, @Nullable Throwable failure) {
      end(NO_VERTX, failure);
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable failure) {
      end(NOT_DEPLOYED, failure);
    }

    /** The launcher would print a stack trace next. Its shutdown hook closes Vert.x. */
    private void end(int code, @Nullable Throwable failure) {
      err.println("Fanfare could not start: " + reason(failure));
      System.exit(code);
    }

    private String reason(@Nullable Throwable failure) {
      if (failure == null) {
        return "it took longer than two minutes";
      }
      String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
      if (message.equals(NOT_LET_IN)) {
        return "the other nodes did not let this one in; the log says why (Configuration mismatch)."
            + " All nodes must find each other in the same way, cluster.join or"
            + " cluster.kubernetes, and have the same number of Hazelcast's partitions: if a node"
            + " has a Hazelcast configuration of its own, let it set hazelcast.partition.count to "
            + ClusterSetup.PARTITIONS;
      }
      return failure instanceof IOException && message.endsWith("Address already in use")
          ? "another program listens at port " + http.port() + " already; set http.port to another"
          : message;
    }
  }
}
