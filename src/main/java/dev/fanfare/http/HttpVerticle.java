package dev.fanfare.http;

import dev.fanfare.config.Endpoint;
import dev.fanfare.config.Http;
import dev.fanfare.config.RoomRules;
import dev.fanfare.config.Tls;
import dev.fanfare.hub.Hub;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Formats;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One loop that serves: a hub, a router, and a share of the port. Wiring only. */
public final class HttpVerticle extends VerticleBase {
  /** Vert.x' way to say: any free port, the same for all instances. */
  private static final int ANY_SHARED_PORT = -1;

  private static final int CLOSE_SECONDS = 5;

  private static final int LOOKS_PER_PING = 5;

  private final Node node;
  private final IntConsumer whenListening;
  private final Formats formats = new Formats();
  private @Nullable Hub hub;
  private @Nullable Drain drain;
  private @Nullable PingWheel wheel;

  /**
   * @param whenListening is told the port
   */
  public HttpVerticle(Node node, IntConsumer whenListening) {
    this.node = node;
    this.whenListening = whenListening;
  }

  @Override
  public Future<?> start() {
    Http http = node.config().http();
    Hub rooms =
        new Hub(
            vertx,
            node.broker(),
            node.presence(),
            new RoomRules(node.config().rooms()),
            node.config().limits(),
            http.linger(),
            node.meters(),
            node.clocks(),
            node.name());
    LoopTurn turn = new LoopTurn(vertx);
    PingWheel pings =
        new PingWheel(vertx, node.clocks().steady(), http.ping().toMillis() / LOOKS_PER_PING);
    Drain sessions = new Drain(vertx, node);
    wheel = pings;
    drain = sessions;
    hub = rooms;
    HttpServer server = server(router(rooms, turn, pings, sessions));
    return rooms
        .start()
        .compose(v -> server.listen(http.port() == 0 ? ANY_SHARED_PORT : http.port(), http.host()))
        .onSuccess(s -> whenListening.accept(s.actualPort()));
  }

  private HttpServer server(Router router) {
    long patience = node.config().limits().requestTime().toMillis();
    FirstRequests first = new FirstRequests(vertx, node.clocks().steady(), patience);
    return vertx
        .createHttpServer(options(node.config().http()))
        .connectionHandler(first::opened)
        .requestHandler(
            request -> {
              first.asked(request.connection());
              router.handle(request);
            });
  }

  /** Sends everybody away with a hint when to come back, then lets Vert.x close the server. */
  @Override
  public Future<?> stop() {
    if (wheel != null) {
      wheel.stop();
    }
    Hub rooms = hub;
    if (drain == null || rooms == null) {
      return Future.succeededFuture();
    }
    return drain.start().compose(gone -> rooms.stop());
  }

  private Router router(Hub hub, LoopTurn turn, PingWheel pings, Drain sessions) {
    Gate gate = new Gate(node);
    Sockets sockets = new Sockets(hub, node.config().http(), turn, pings, sessions, formats);
    Router router = Router.router(vertx);
    Problems.mount(router);
    if (node.config().log().access()) {
      router.route().handler(new AccessLog(gate, node.clocks())::note);
    }
    router.route().handler(Headers::add).handler(gate::checkHost);
    new HealthResource(node.readiness()).mount(router);
    Endpoint fallback = new Endpoint(Set.of(Endpoint.Accepts.WEBSOCKET), "lobby", "raw", true);
    node.config()
        .endpoints()
        .forEach(
            (path, endpoint) ->
                router
                    .route(path)
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(new WebSocketEndpoint(hub, endpoint, gate, formats, sockets)));
    WebSocketEndpoint roomSocket =
        new WebSocketEndpoint(
            hub, node.config().endpoints().getOrDefault("/ws", fallback), gate, formats, sockets);
    router
        .get("/rooms/:room/messages")
        .handler(
            ctx -> {
              if (WebSocketEndpoint.isUpgrade(ctx.request())) {
                roomSocket.handle(ctx);
              } else {
                ctx.next();
              }
            });
    new MessagesResource(node, hub, gate, turn, sessions).mount(router);
    Page.mount(router, node.config().http().webroot());
    return router;
  }

  private HttpServerOptions options(Http http) {
    int message = node.config().limits().messageBytes();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, http.idle().toMillis()))
            .setMaxWebSocketFrameSize(message)
            .setMaxWebSocketMessageSize(message)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setWebSocketSubProtocols(formats.all().stream().map(Format::subprotocol).toList())
            .setWebSocketClosingTimeout(CLOSE_SECONDS)
            .setHandle100ContinueAutomatically(true)
            .setStrictThreadMode(true)
            .setAcceptBacklog(4096);
    Tls tls = http.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setUseAlpn(false)
          .setKeyCertOptions(new PemKeyCertOptions().setCertPath(tls.cert()).setKeyPath(tls.key()));
    }
    return options;
  }
}
