package dev.fanfare.http;

import static dev.fanfare.metrics.Count.REFUSED;

import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import dev.fanfare.metrics.Meters;
import dev.fanfare.wire.ProblemJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers everything that goes wrong over HTTP, as RFC 9457 has it: a code for programs, a sentence
 * for people, nothing of the inside. Stateless.
 */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** To be mounted first, so that it sees the failures of all routes. */
  static void mount(Router router) {
    router.route().failureHandler(Problems::failed);
    for (int status : new int[] {400, 404, 406, 413, 415, 500}) {
      router.errorHandler(status, ctx -> answer(ctx, ofStatus(status)));
    }
    router.errorHandler(405, ctx -> wrongMethod(ctx, router));
  }

  /** Answers a refusal as itself, and any other failure with a sentence that tells nothing. */
  static void answer(RoutingContext ctx, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      answer(ctx, refusal);
      return;
    }
    if (isGone(ctx, failure)) {
      LOG.debug("{} {} was not waited for", ctx.request().method(), ctx.normalizedPath(), failure);
      return;
    }
    LOG.error("{} {} failed", ctx.request().method(), ctx.normalizedPath(), failure);
    answer(ctx, ofStatus(500));
  }

  /** Whether the client left in the middle of its answer: nobody's mistake. */
  private static boolean isGone(RoutingContext ctx, Throwable failure) {
    return failure instanceof HttpClosedException
        || failure instanceof IOException && ctx.response().headWritten();
  }

  /** Answers what history or another node failed to do: nothing was done, and it may be retried. */
  static void unavailable(RoutingContext ctx, Throwable failure) {
    if (!(failure instanceof Refusal)) {
      LOG.warn("{} {} failed", ctx.request().method(), ctx.normalizedPath(), failure);
    }
    answer(ctx, Refusal.from(failure));
  }

  /**
   * Answers that a message was not stored, and counts it if there are too many rooms: other limits
   * have counted what they refused.
   */
  static void notStored(RoutingContext ctx, Throwable failure, Meters meters) {
    if (failure instanceof Refusal refusal && refusal.code() == Code.TOO_MANY) {
      meters.of(REFUSED).increment();
    }
    unavailable(ctx, failure);
  }

  static void answer(RoutingContext ctx, Refusal refusal) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      ctx.request().connection().close(); // the client must not take half an answer for a whole
      return;
    }
    Code code = refusal.code().status() == 0 ? Code.UNAVAILABLE : refusal.code();
    byte[] body = ProblemJson.encode(code, refusal.detail());
    response
        .setStatusCode(code.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.headers().remove(HttpHeaders.TRANSFER_ENCODING).remove(HttpHeaders.ETAG);
    if (refusal.retryMillis() > 0) {
      response.putHeader(
          HttpHeaders.RETRY_AFTER, Long.toString((refusal.retryMillis() + 999) / 1000));
    }
    if (code == Code.UNAUTHORIZED || code == Code.TOKEN_EXPIRED) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    Leftover.discard(ctx, code == Code.TOO_LARGE || code == Code.TIMEOUT);
    response.end(Buffer.buffer(body));
  }

  /** Refuses a method; {@code allowed} is the list for the {@code Allow} header. */
  static void wrongMethod(RoutingContext ctx, String allowed) {
    ctx.response().putHeader(HttpHeaders.ALLOW, allowed);
    answer(ctx, Refusal.of(Code.METHOD_NOT_ALLOWED, "Allowed here: " + allowed + "."));
  }

  /** Resources that write answer for themselves; what else there is can be read only. */
  private static void wrongMethod(RoutingContext ctx, Router router) {
    String path = ctx.normalizedPath();
    boolean known =
        path.equals("/") || router.getRoutes().stream().anyMatch(r -> path.equals(r.getPath()));
    HttpMethod method = ctx.request().method();
    if (known && !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      wrongMethod(ctx, "GET, HEAD");
    } else {
      answer(ctx, ofStatus(404));
    }
  }

  private static void failed(RoutingContext ctx) {
    Throwable failure = ctx.failure();
    if (failure instanceof HttpException http) {
      answer(ctx, ofStatus(http.getStatusCode()));
    } else if (failure != null) {
      answer(ctx, failure);
    } else {
      answer(ctx, ofStatus(ctx.statusCode()));
    }
  }

  private static Refusal ofStatus(int status) {
    Refusal known = known(status);
    if (known != null) {
      return known;
    }
    return status < 500
        ? Refusal.badRequest("This request is not what HTTP allows, or not what is served here.")
        : Refusal.of(Code.INTERNAL, "Something went wrong in the server. It was written down.");
  }

  private static @Nullable Refusal known(int status) {
    return switch (status) {
      case 401 -> Refusal.of(Code.UNAUTHORIZED, "Say who you are.");
      case 403 -> Refusal.of(Code.FORBIDDEN, "This is not allowed.");
      case 404 -> Refusal.of(Code.NOT_FOUND, "Nothing is here.");
      case 408 -> Refusal.of(Code.TIMEOUT, "The request did not arrive in time.");
      case 413 -> Refusal.of(Code.TOO_LARGE, "The request is too large.");
      case 415 -> Refusal.of(Code.UNSUPPORTED_MEDIA_TYPE, "This media type is not taken here.");
      case 503 -> Refusal.of(Code.UNAVAILABLE, "The server cannot do this just now.");
      default -> null;
    };
  }
}
