package dev.fanfare.http;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.HEAD;

import dev.fanfare.config.Http;
import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * For load balancers and supervisors: {@code /health/live} says that this loop turns, {@code
 * /health/ready} that the node wants new work.
 */
final class HealthResource {
  private final Readiness readiness;

  HealthResource(Readiness readiness) {
    this.readiness = readiness;
  }

  void mount(Router router) {
    router
        .route(Http.LIVE)
        .method(GET)
        .method(HEAD)
        .handler(ctx -> answer(ctx, "{\"status\":\"live\"}"));
    router
        .route(Http.READY)
        .method(GET)
        .method(HEAD)
        .handler(
            ctx -> {
              String reason = readiness.reason();
              if (reason != null) {
                throw Refusal.of(readiness.draining() ? Code.DRAINING : Code.UNAVAILABLE, reason)
                    .retryAfter(1000);
              }
              answer(ctx, "{\"status\":\"ready\"}");
            });
  }

  private static void answer(RoutingContext ctx, String json) {
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(json);
  }
}
