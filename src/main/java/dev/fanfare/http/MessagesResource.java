package dev.fanfare.http;

import dev.fanfare.hub.Hub;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The messages of a room as one resource: POST publishes, GET reads pages, waits, or follows as
 * server-sent events. Owned by its loop.
 */
final class MessagesResource {
  private static final String ALLOWED = "GET, HEAD, POST, OPTIONS";

  private final Gate gate;
  private final Cors cors;
  private final RoomResource rooms;
  private final Posting posting;
  private final Reading reading;
  private final EventStreams streams;

  MessagesResource(Node node, Hub hub, Gate gate, LoopTurn turn, Drain drain, Posting posting) {
    this.gate = gate;
    this.cors = new Cors(gate.origins());
    this.rooms = new RoomResource(hub, gate);
    this.posting = posting;
    this.reading = new Reading(node, hub, gate, drain, turn);
    this.streams = new EventStreams(hub, gate, turn, node.config().http(), drain);
  }

  void mount(Router router) {
    router.route("/rooms").handler(cors::handle);
    router.route("/rooms/*").handler(cors::handle);
    rooms.mount(router);
    router.route("/rooms/:room/messages").handler(this::messages);
    router
        .route("/rooms/:room/messages/:position")
        .handler(ctx -> RoomResource.readOnly(ctx, this::message));
  }

  private void messages(RoutingContext ctx) {
    switch (ctx.request().method().name()) {
      case "GET", "HEAD" -> read(ctx);
      case "POST" -> posting.handle(ctx);
      case "OPTIONS" -> Answer.options(ctx, ALLOWED);
      default -> Problems.wrongMethod(ctx, ALLOWED);
    }
  }

  private void read(RoutingContext ctx) {
    RoomRequest request = readable(ctx);
    if (!wantsStream(ctx.request())) {
      reading.page(request);
    } else if (ctx.request().method().equals(HttpMethod.HEAD)) {
      EventStreams.head(ctx);
    } else {
      streams.open(request);
    }
  }

  private void message(RoutingContext ctx) {
    reading.message(readable(ctx));
  }

  private RoomRequest readable(RoutingContext ctx) {
    RoomRequest request = RoomRequest.read(ctx, gate);
    request.requireReadable(gate);
    return request;
  }

  private static boolean wantsStream(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.ACCEPT).stream()
        .anyMatch(accepted -> accepted.contains("text/event-stream"));
  }
}
