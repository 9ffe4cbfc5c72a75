package dev.fanfare;

import static dev.fanfare.metrics.Count.UNREADABLE;

import dev.fanfare.access.AddressLimits;
import dev.fanfare.config.ConfigReader;
import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.Http;
import dev.fanfare.config.Limits;
import dev.fanfare.config.Loaded;
import dev.fanfare.config.RoomRules;
import dev.fanfare.config.Tls;
import dev.fanfare.history.History;
import dev.fanfare.http.HttpVerticle;
import dev.fanfare.http.Node;
import dev.fanfare.http.Readiness;
import dev.fanfare.hub.Backlogs;
import dev.fanfare.hub.Broker;
import dev.fanfare.hub.Digests;
import dev.fanfare.launch.DirectMemory;
import dev.fanfare.message.Clocks;
import dev.fanfare.metrics.Gauge;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.Presence;
import dev.fanfare.wire.BatchCodec;
import dev.fanfare.wire.BusGate;
import dev.fanfare.wire.DigestCodec;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application: reads the configuration, opens the history and starts the loops that serve.
 * Wiring only.
 */
public final class FanfareVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(FanfareVerticle.class);

  private @Nullable History history;
  private @Nullable Presence presence;
  private @Nullable ClusterLife cluster;

  @Override
  public Future<?> start() {
    if (context.getInstanceCount() > 1) {
      return Future.failedFuture(
          new StartFailure(
              "Start one instance of this verticle; the number of loops that serve is"
                  + " http.instances (0 = one per core)."));
    }
    Loaded loaded =
        ConfigReader.read(
            config().isEmpty() ? null : config(), System.getenv(), vertx.isClustered());
    loaded.warnings().forEach(LOG::warn);
    FanfareConfig config = loaded.config();
    HeapAdvice.of(config, vertx.isClustered(), Runtime.getRuntime().maxMemory()).forEach(LOG::warn);
    Clocks clocks = Clocks.system();
    vertx.exceptionHandler(new Uncaught(clocks.steady()));
    return Histories.open(vertx, config, clocks)
        .compose(
            opened -> {
              history = opened;
              return serve(config, clocks, opened);
            });
  }

  @Override
  public Future<?> stop() {
    Future<?> left = presence == null ? Future.succeededFuture() : presence.close();
    return left.eventually(() -> history == null ? Future.succeededFuture() : history.close())
        .eventually(() -> cluster == null ? Future.succeededFuture() : cluster.leave());
  }

  private Future<?> serve(FanfareConfig config, Clocks clocks, History opened) {
    BatchCodec codec = new BatchCodec();
    vertx.eventBus().registerCodec(codec);
    Meters meters = new Meters();
    if (vertx.isClustered()) {
      BusGate gate = new BusGate(meters.of(UNREADABLE), clocks.steady());
      vertx.eventBus().addInboundInterceptor(gate);
      cluster = ClusterLife.begin(vertx, config.cluster(), clocks, gate);
    }
    RoomRules rules = new RoomRules(config.rooms());
    Broker broker = broker(opened, clocks, rules, codec.name());
    String name = UUID.randomUUID().toString().substring(0, 8);
    return Presences.open(
            vertx, config, name, clocks, change -> broker.tellHere(change.room(), change))
        .compose(
            who -> {
              presence = who;
              return serve(
                  new Node(
                      name,
                      config,
                      broker,
                      who,
                      addresses(config.limits()),
                      new Backlogs(config.limits().outboundTotal().of(DirectMemory.most())),
                      meters,
                      clocks,
                      new Readiness()));
            });
  }

  private Future<?> serve(Node node) {
    FanfareConfig config = node.config();
    int instances =
        config.http().instances() == 0
            ? Runtime.getRuntime().availableProcessors()
            : config.http().instances();
    Map<String, Integer> ports = new ConcurrentHashMap<>();
    show(node);
    return vertx
        .deployVerticle(
            () -> new HttpVerticle(node, ports::put),
            new DeploymentOptions().setInstances(instances))
        .onSuccess(
            id -> {
              if (cluster == null) {
                node.readiness().ready();
                announce(config, ports);
              } else {
                cluster.enter(node).onSuccess(entered -> announce(config, ports));
              }
            });
  }

  private void show(Node node) {
    node.meters()
        .show(
            Gauge.of(
                "ready",
                "1 when clients may be sent here, as /health/ready says.",
                node.readiness()::isReady));
    node.meters()
        .show(
            new Gauge(
                "outbound",
                "bytes",
                "Memory with what waits for clients to read it; limits.outbound-total bounds it.",
                node.backlogs()::bytes));
    if (cluster != null) {
      cluster.show(node);
    }
  }

  private static void announce(FanfareConfig config, Map<String, Integer> ports) {
    config
        .listeners()
        .forEach(
            (name, more) ->
                LOG.info(
                    "Listener {}: {}", name, address(more.host(), more.tls(), ports.get(name))));
    Http http = config.http();
    LOG.info("Fanfare is ready: {}", address(http.host(), http.tls(), ports.get("")));
  }

  private Broker broker(History opened, Clocks clocks, RoomRules rules, String codec) {
    DigestCodec digest = new DigestCodec();
    vertx.eventBus().registerCodec(digest);
    if (!vertx.isClustered()) {
      return new Broker(opened, vertx.eventBus(), clocks.wall(), rules, codec);
    }
    Digests digests = new Digests(vertx, clocks.steady(), digest.name());
    digests.start();
    return new Broker(opened, vertx.eventBus(), clocks.wall(), rules, codec, digests::stored);
  }

  private static AddressLimits addresses(Limits limits) {
    return new AddressLimits(
        new AddressLimits.Rules(
            limits.sessionsPerAddress(),
            limits.handshakesPerAddress(),
            limits.postRate(),
            limits.postBurst(),
            AddressLimits.Rules.MOST_ADDRESSES));
  }

  private static String address(String bound, @Nullable Tls tls, @Nullable Integer port) {
    String host = bound.equals("0.0.0.0") || bound.equals("::") ? "localhost" : bound;
    return (tls == null ? "http" : "https")
        + "://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port
        + "/";
  }
}
