package dev.fanfare.http;

import dev.fanfare.config.Endpoint;
import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.Http;
import dev.fanfare.config.Listener;
import dev.fanfare.config.Metrics;
import dev.fanfare.hub.Hub;
import dev.fanfare.wire.Formats;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Objects;
import java.util.function.Consumer;

/** What is served where, on one loop. Wiring only. */
final class Routes {
  private static final String USUAL = "/ws";
  private static final String MESSAGES = "/rooms/:room/messages";

  private final Vertx vertx;
  private final Node node;
  private final Http http;
  private final Gate gate;
  private final Endpoints endpoints;
  private final WebSocketEndpoint sockets;
  private final MessagesResource messages;

  Routes(
      Vertx vertx,
      Node node,
      Hub hub,
      Formats formats,
      Sockets sockets,
      LoopTurn turn,
      Drain drain) {
    this.vertx = vertx;
    this.node = node;
    this.http = node.config().http();
    this.gate = new Gate(node);
    Visitors visitors = new Visitors(vertx, gate);
    Posting posting = new Posting(hub, gate, visitors);
    this.sockets = new WebSocketEndpoint(hub, gate, formats, sockets, visitors);
    this.endpoints =
        new Endpoints(
            node,
            gate,
            formats,
            this.sockets,
            new Polling(node, hub, gate, drain),
            new FormPosting(hub, gate, visitors),
            posting);
    this.messages = new MessagesResource(node, hub, gate, turn, drain, posting);
  }

  /** The main port: everything. */
  Router main() {
    Router router = router();
    new HealthResource(node.readiness()).mount(router);
    metrics(router, "", gate::requireInsider);
    endpoints.mount(router, node.config().endpoints());
    Mount room = endpoints.mount(MESSAGES, usual().in(":room"));
    router
        .get(MESSAGES)
        .handler(
            ctx -> {
              if (WebSocketEndpoint.isUpgrade(ctx.request())) {
                sockets.handle(ctx, room);
              } else {
                ctx.next();
              }
            });
    messages.mount(router);
    Page.mount(router, http.webroot(), http.compression());
    return router;
  }

  /** One more port: its endpoints and files, and the figures if it is the one for them. */
  Router of(String name, Listener listener) {
    Router router = router();
    metrics(router, name, anybody -> {});
    endpoints.mount(router, listener.endpoints());
    listener.webroot().forEach(folder -> Page.mount(router, folder, folder, http.compression()));
    return router;
  }

  private void metrics(Router router, String listener, Consumer<HttpServerRequest> door) {
    Metrics wanted = node.config().metrics();
    if (wanted.enabled() && wanted.listener().equals(listener)) {
      new MetricsResource(vertx, node.meters(), door).mount(router);
    }
  }

  private Router router() {
    Router router = Router.router(vertx);
    Problems.mount(router);
    if (node.config().log().access()) {
      router.route().handler(new AccessLog(gate, node.clocks())::note);
    }
    if (http.compression()) {
      router.route().handler(ContentCoding::prepare);
    }
    router.route().handler(new Headers(node.readiness())::add).handler(gate::checkHost);
    return router;
  }

  /** How sockets at a room's own address are spoken to: as at /ws. */
  private Endpoint usual() {
    Endpoint configured = node.config().endpoints().get(USUAL);
    return configured == null
        ? Objects.requireNonNull(FanfareConfig.defaults().endpoints().get(USUAL))
        : configured;
  }
}
