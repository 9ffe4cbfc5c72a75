package dev.fanfare.http;

import dev.fanfare.config.Metrics;
import dev.fanfare.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /metrics}: the node's figures as Prometheus reads them. Owned by its loop. */
final class MetricsResource {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final Meters meters;
  private final Consumer<HttpServerRequest> door;
  private @Nullable Future<Buffer> underWay;

  /**
   * @param door refuses who may not see them
   */
  MetricsResource(Vertx vertx, Meters meters, Consumer<HttpServerRequest> door) {
    this.vertx = vertx;
    this.meters = meters;
    this.door = door;
  }

  void mount(Router router) {
    router.route(Metrics.PATH).handler(ctx -> RoomResource.readOnly(ctx, this::answer));
  }

  private void answer(RoutingContext ctx) {
    door.accept(ctx.request());
    text()
        .onSuccess(
            text -> {
              ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
              Answer.send(ctx, 200, TYPE, text);
            })
        .onFailure(failure -> Problems.answer(ctx, failure));
  }

  /** Who asks while one is made gets the same one. */
  private Future<Buffer> text() {
    Future<Buffer> text = underWay;
    if (text == null) {
      text = vertx.executeBlocking(() -> Buffer.buffer(meters.text()), false);
      underWay = text;
      text.onComplete(made -> underWay = null);
    }
    return text;
  }
}
