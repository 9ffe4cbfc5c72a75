package dev.fanfare.http;

import dev.fanfare.config.Http;
import dev.fanfare.config.Listener;
import dev.fanfare.config.RoomRules;
import dev.fanfare.config.Tls;
import dev.fanfare.hub.Hub;
import dev.fanfare.metrics.Seldom;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Formats;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** One loop that serves: a hub, a router, and a share of the port. Wiring only. */
public final class HttpVerticle extends VerticleBase {
  private static final int CLOSE_SECONDS = 5;

  /** So long requests that are being answered may take when the node stops. */
  private static final long LAST_ANSWERS_MILLIS = 1_000;

  private static final int LOOKS_PER_PING = 5;

  private final Node node;
  private final ObjIntConsumer<String> whenListening;
  private final Formats formats = new Formats();
  private @Nullable Hub hub;
  private @Nullable Drain drain;
  private @Nullable PingWheel wheel;
  private final List<HttpServer> servers = new ArrayList<>();

  /**
   * @param whenListening is told each port under its listener's name, the first under none
   */
  public HttpVerticle(Node node, ObjIntConsumer<String> whenListening) {
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
            node.backlogs().open(),
            node.meters(),
            node.clocks(),
            node.name());
    LoopTurn turn = new LoopTurn(vertx);
    PingWheel pings =
        new PingWheel(vertx, turn, node.clocks().steady(), http.ping().toMillis() / LOOKS_PER_PING);
    Drain sessions = new Drain(vertx, node);
    wheel = pings;
    drain = sessions;
    hub = rooms;
    if (node.config().metrics().enabled()) {
      // By its thread, as Vert.x' own warnings of a blocked loop say.
      String loop = Thread.currentThread().getName();
      new LagTimer(vertx, node.meters().lag(loop, node.clocks().steady())).begin();
    }
    Sockets sockets = new Sockets(rooms, http, turn, pings, sessions, context);
    Routes routes = new Routes(vertx, node, rooms, formats, sockets, turn, sessions);
    return rooms
        .start()
        .compose(v -> listen("", routes.main(), Port.of(http)))
        .compose(v -> listenMore(routes));
  }

  private Future<?> listenMore(Routes routes) {
    Future<?> all = Future.succeededFuture();
    for (Map.Entry<String, Listener> entry : node.config().listeners().entrySet()) {
      Listener listener = entry.getValue();
      Router router = routes.of(entry.getKey(), listener);
      all = all.compose(v -> listen(entry.getKey(), router, Port.of(listener)));
    }
    return all;
  }

  private Future<?> listen(String name, Router router, Port at) {
    HttpServer server = server(router, at);
    servers.add(server);
    // Vert.x takes a negative port for any free one, the same for all instances that say it.
    int wanted = at.port() == 0 ? -servers.size() : at.port();
    return server
        .listen(wanted, at.host())
        .onSuccess(listening -> whenListening.accept(name, listening.actualPort()));
  }

  private HttpServer server(Router router, Port at) {
    Http http = node.config().http();
    FirstRequests first = new FirstRequests(vertx, node.clocks().steady(), patience());
    ProxiedOnly proxied =
        new ProxiedOnly(
            at.proxyProtocol(), http.trustedProxies(), new Seldom(node.clocks().steady()));
    return vertx
        .createHttpServer(options(http, at))
        .connectionHandler(
            connection -> {
              if (!proxied.lets(connection)) {
                return;
              }
              first.opened(connection);
              if (http.compression()) {
                SocketCompression.offer(connection, node.config().limits().messageBytes());
              }
            })
        .requestHandler(
            request -> {
              if (!proxied.lets(request.connection())) {
                return;
              }
              first.asked(request.connection());
              Taken.first(request, router);
            });
  }

  private long patience() {
    return node.config().limits().requestTime().toMillis();
  }

  /**
   * Sends everybody away with a hint when to come back, then closes the port, and last lets finish
   * what is being answered.
   */
  @Override
  public Future<?> stop() {
    Hub rooms = hub;
    PingWheel pings = wheel;
    if (drain == null || rooms == null || pings == null) {
      return Future.succeededFuture();
    }
    return drain
        .start()
        .compose(gone -> shutDown())
        .eventually(
            () -> {
              pings.stop();
              return rooms.stop();
            });
  }

  private Future<?> shutDown() {
    return Future.join(
        servers.stream()
            .map(server -> server.shutdown(LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS))
            .toList());
  }

  private HttpServerOptions options(Http http, Port at) {
    int message = node.config().limits().messageBytes();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, http.idle().toMillis()))
            .setMaxWebSocketFrameSize(message)
            .setMaxWebSocketMessageSize(message)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(http.compression())
            .setCompressionSupported(http.compression())
            .setWebSocketSubProtocols(formats.all().stream().map(Format::subprotocol).toList())
            .setWebSocketClosingTimeout(CLOSE_SECONDS)
            .setHandle100ContinueAutomatically(true)
            .setStrictThreadMode(true)
            .setUseProxyProtocol(at.proxyProtocol())
            .setProxyProtocolTimeoutUnit(TimeUnit.MILLISECONDS)
            .setProxyProtocolTimeout(patience())
            .setAcceptBacklog(4096);
    Tls tls = at.tls();
    if (tls != null) {
      options
          .setSsl(true)
          .setUseAlpn(false)
          .setKeyCertOptions(new PemKeyCertOptions().setCertPath(tls.cert()).setKeyPath(tls.key()));
    }
    return options;
  }
}
