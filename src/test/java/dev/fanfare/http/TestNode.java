package dev.fanfare.http;

import dev.fanfare.access.AddressLimits;
import dev.fanfare.config.ConfigReader;
import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.Limits;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.Epochs;
import dev.fanfare.history.History;
import dev.fanfare.history.MemoryHistory;
import dev.fanfare.history.Retention;
import dev.fanfare.hub.Backlogs;
import dev.fanfare.hub.Broker;
import dev.fanfare.hub.Hub;
import dev.fanfare.message.Clocks;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.LocalPresence;
import dev.fanfare.wire.BatchCodec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A node with one loop and the room resources on a free port. */
final class TestNode {
  final Vertx vertx;
  final Node node;
  final WebClient web;
  final HttpClient http;
  private int port;

  private TestNode(Vertx vertx, Node node) {
    this.vertx = vertx;
    this.node = node;
    this.web = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    this.http = vertx.createHttpClient();
  }

  /**
   * @param config what differs from the defaults
   */
  static TestNode start(Vertx vertx, JsonObject config) throws Exception {
    return start(vertx, config, memory(1_000));
  }

  static TestNode start(Vertx vertx, JsonObject config, History history) throws Exception {
    TestNode started = new TestNode(vertx, node(vertx, config, history));
    await(vertx.deployVerticle(started.new Loop()));
    return started;
  }

  static TestNode start(Vertx vertx) throws Exception {
    return start(vertx, new JsonObject().put("limits", new JsonObject().put("post-rate", 0)));
  }

  /** A history that keeps so many messages of a room. */
  static History memory(int messages) {
    return memory(messages, 1_000);
  }

  static History memory(int messages, int rooms) {
    return new MemoryHistory(
        new Retention(messages, 86_400_000, 4 << 20, 300_000, 64 << 20, rooms),
        Clocks.system().wall(),
        new Epochs(new Random(7)));
  }

  /**
   * What loops share.
   *
   * @param config what differs from the defaults
   */
  static Node node(Vertx vertx, JsonObject config, History history) {
    FanfareConfig read = ConfigReader.read(config, Map.of(), false).config();
    Clocks clocks = Clocks.system();
    BatchCodec codec = new BatchCodec();
    vertx.eventBus().registerCodec(codec);
    Broker broker =
        new Broker(
            history, vertx.eventBus(), clocks.wall(), new RoomRules(read.rooms()), codec.name());
    LocalPresence presence =
        new LocalPresence(
            vertx,
            read.presence().grace(),
            read.presence().coalesce(),
            read.presence().listUpTo(),
            clocks.steady(),
            change -> broker.tellHere(change.room(), change));
    Limits limits = read.limits();
    AddressLimits addresses =
        new AddressLimits(
            new AddressLimits.Rules(
                limits.sessionsPerAddress(),
                limits.handshakesPerAddress(),
                limits.postRate(),
                limits.postBurst(),
                1_000));
    return new Node(
        "test",
        read,
        broker,
        presence,
        addresses,
        new Backlogs(0),
        new Meters(),
        clocks,
        new Readiness());
  }

  int port() {
    return port;
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private final class Loop extends VerticleBase {
    @Override
    public Future<?> start() {
      Hub hub =
          new Hub(
              vertx,
              node.broker(),
              node.presence(),
              new RoomRules(node.config().rooms()),
              node.config().limits(),
              node.config().http().linger(),
              node.backlogs().open(),
              node.meters(),
              node.clocks(),
              node.name());
      Router router = Router.router(vertx);
      Problems.mount(router);
      Gate gate = new Gate(node);
      Posting posting = new Posting(hub, gate, new Visitors(vertx, gate));
      new MessagesResource(node, hub, gate, new LoopTurn(vertx), new Drain(vertx, node), posting)
          .mount(router);
      HttpServer server =
          vertx
              .createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
              .requestHandler(router);
      return hub.start()
          .compose(v -> server.listen(0, "127.0.0.1"))
          .onSuccess(s -> port = s.actualPort());
    }
  }
}
