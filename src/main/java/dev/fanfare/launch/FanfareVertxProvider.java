package dev.fanfare.launch;

import com.hazelcast.config.Config;
import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.Http;
import dev.fanfare.config.Loaded;
import dev.fanfare.history.ClusterHistory;
import dev.fanfare.history.ClusterKeeper;
import dev.fanfare.message.Clocks;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.transport.Transport;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Locale;
import java.util.Set;

/**
 * Sets what must be set before Vert.x exists: transport, event bus, cluster. Vert.x calls this as a
 * service whenever it is built, by whatever launcher.
 *
 * <p>It acts only when one of Vert.x' launchers is building it, on the main thread, for Fanfare's
 * verticle; a {@code Vertx} that a test or another program makes is left alone. It learns the
 * configuration from the process's command line, the one thing that both launchers have. What was
 * said to the launcher itself ({@code -cluster-host}, {@code -options}, {@code
 * -Dvertx.hazelcast.config}) holds.
 */
public final class FanfareVertxProvider implements VertxServiceProvider {
  private static final String VERTICLE = "dev.fanfare.FanfareVerticle";
  private static final String MAIN = "dev.fanfare.Main";

  /**
   * For the bus, the launcher, the main verticle, the pulse of the cluster, and threads of
   * Hazelcast that ask Vert.x for a context.
   */
  private static final int LOOPS_BESIDE = 8;

  /** The classes that build Vert.x in the two launchers. */
  private static final Set<String> LAUNCHERS =
      Set.of(
          "io.vertx.launcher.application.impl.VertxApplicationCommand",
          "io.vertx.core.impl.launcher.commands.BareCommand");

  @Override
  public void init(VertxBootstrap vertx) {
    if (!onStack(LAUNCHERS)) {
      return;
    }
    Arguments args = Arguments.of(ProcessArguments.read());
    if (!onStack(Set.of(MAIN)) && args.words().stream().noneMatch(w -> w.endsWith(VERTICLE))) {
      return;
    }
    try {
      Loaded loaded = Preflight.read(args, System.getenv());
      if (args.clustered()) {
        Preflight.tryClusterAddress(loaded.config().cluster());
      }
      apply(vertx, loaded.config(), args.clustered());
      if (args.clustered()) {
        Bus.check(vertx.options().getEventBusOptions(), loaded.config().cluster());
      }
      Signals.listen();
    } catch (StartException wrong) {
      // Our own main class never comes here: it has looked before.
      wrong.problems().forEach(System.err::println);
      System.exit(Launch.WRONG);
    }
  }

  private static boolean onStack(Set<String> classes) {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> classes.contains(frame.getClassName())));
  }

  static void apply(VertxBootstrap vertx, FanfareConfig config, boolean clustered) {
    LogSettings.apply(
        config.log().level().name().toLowerCase(Locale.ROOT),
        config.log().format().name().toLowerCase(Locale.ROOT));
    vertx.transport(
        new GuardedTransport(
            transport(config.http().transport()).implementation(), new Doors(config)));
    if (!clustered) {
      return;
    }
    Bus.apply(vertx.options().getEventBusOptions(), config.cluster());
    loops(vertx.options(), config.http());
    if (!(vertx.clusterManager() instanceof HazelcastClusterManager manager)
        || manager.getConfig() == null) {
      vertx.clusterManager(new HazelcastClusterManager(hazelcast(config)));
    }
  }

  /**
   * Vert.x deals its loops out in turn. With two for each core, on two cores the bus and one that
   * serves share a loop, and who opens thousands of sockets makes this node late for the others.
   */
  private static void loops(VertxOptions options, Http http) {
    if (options.getEventLoopPoolSize() == VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE) {
      int serving =
          http.instances() == 0 ? Runtime.getRuntime().availableProcessors() : http.instances();
      options.setEventLoopPoolSize(
          Math.max(options.getEventLoopPoolSize(), serving + LOOPS_BESIDE));
    }
  }

  private static Transport transport(Http.Transport wanted) {
    return switch (wanted) {
      case AUTO -> Preflight.available(Transport.EPOLL) ? Transport.EPOLL : Transport.NIO;
      case NIO -> Transport.NIO;
      case IO_URING -> Transport.IO_URING;
    };
  }

  private static Config hazelcast(FanfareConfig config) {
    Config hazelcast =
        System.getProperty("vertx.hazelcast.config") == null
            ? ClusterSetup.of(config.cluster())
            : ConfigUtil.loadConfig();
    ClusterHistory.configure(
        hazelcast, new ClusterKeeper(Clocks.system().steady(), config.history().bytes()));
    return hazelcast;
  }
}
