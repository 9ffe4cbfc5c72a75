package dev.fanfare.http;

import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import dev.fanfare.wire.ProblemJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** stub */
final class Problems {
  private Problems() {}

  static void mount(Router router) {
    router
        .route()
        .failureHandler(
            ctx ->
                answer(
                    ctx,
                    ctx.failure() == null
                        ? Refusal.of(Code.INTERNAL, "failed")
                        : Refusal.from(ctx.failure())));
    router.errorHandler(404, ctx -> answer(ctx, Refusal.of(Code.NOT_FOUND, "Nothing is here.")));
  }

  static void answer(RoutingContext ctx, Refusal refusal) {
    ctx.response()
        .setStatusCode(refusal.code().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(Buffer.buffer(ProblemJson.encode(refusal.code(), refusal.detail())));
  }
}
