package dev.fanfare.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Sends what went well. Stateless. */
final class Answer {
  private Answer() {}

  /** One JSON value; to HEAD only its head. */
  static void json(RoutingContext ctx, int status, byte[] json) {
    json(ctx, status, Buffer.buffer(json));
  }

  /**
   * One JSON value, which may be shared; to HEAD only its head.
   *
   * @return done when nothing of it waits any more
   */
  static Future<Void> json(RoutingContext ctx, int status, Buffer json) {
    return send(ctx, status, "application/json", json);
  }

  /**
   * A whole answer; to HEAD only its head.
   *
   * @return done when nothing of it waits any more
   */
  static Future<Void> send(RoutingContext ctx, int status, String type, Buffer body) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    return ctx.request().method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
  }

  /** To {@code OPTIONS}. */
  static void options(RoutingContext ctx, String allowed) {
    ctx.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, allowed).end();
  }
}
