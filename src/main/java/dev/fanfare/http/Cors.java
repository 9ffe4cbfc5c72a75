package dev.fanfare.http;

import dev.fanfare.access.OriginPolicy;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets pages of listed origins read the answers (Fetch, section 3.2). It keeps nobody out: that is
 * the {@link Gate}'s part. Owned by its loop.
 */
final class Cors {
  private static final String METHODS = "GET, HEAD, POST, OPTIONS";
  private static final String HEADERS =
      "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID";
  private static final String EXPOSED = "ETag, Location, Retry-After";
  private static final String TEN_MINUTES = "600";

  private final OriginPolicy origins;

  Cors(OriginPolicy origins) {
    this.origins = origins;
  }

  /** A route handler. Answers a preflight request of a listed origin. */
  void handle(RoutingContext ctx) {
    MultiMap headers = ctx.response().headers();
    headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    String origin = ctx.request().getHeader(HttpHeaders.ORIGIN);
    if (origin == null || !origins.listed(origin)) {
      ctx.next();
      return;
    }
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if (isPreflight(ctx)) {
      headers
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
          .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, TEN_MINUTES);
      ctx.response().setStatusCode(204).end();
    } else {
      headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
      ctx.next();
    }
  }

  private static boolean isPreflight(RoutingContext ctx) {
    return ctx.request().method().equals(HttpMethod.OPTIONS)
        && ctx.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }
}
