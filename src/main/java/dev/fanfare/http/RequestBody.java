package dev.fanfare.http;

import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * A request body on its way in: bounded in size and in time, however slowly it drips. Owned by the
 * connection's loop.
 */
final class RequestBody {
  private final HttpServerRequest request;
  private final int most;
  private final Buffer received = Buffer.buffer();
  private final Promise<Buffer> whole = Promise.promise();

  private RequestBody(HttpServerRequest request, int most) {
    this.request = request;
    this.most = most;
  }

  /**
   * To be called in the turn in which the request came.
   *
   * @param most exactly so many bytes pass; one more fails with {@code too_large}
   * @param time after this it fails with {@code timeout}
   */
  static Future<Buffer> read(RoutingContext ctx, int most, Duration time) {
    HttpServerRequest request = ctx.request();
    RequestBody body = new RequestBody(request, most);
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Future.failedFuture(
          Refusal.of(Code.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding."));
    }
    if (declared(request) > most) {
      return Future.failedFuture(body.tooLarge());
    }
    long timer = ctx.vertx().setTimer(time.toMillis(), id -> body.late());
    body.read();
    return body.whole.future().onComplete(done -> ctx.vertx().cancelTimer(timer));
  }

  private void read() {
    request
        .exceptionHandler(
            broken -> whole.tryFail(Refusal.badRequest("The body ended before its end.")))
        .endHandler(end -> whole.tryComplete(received))
        .handler(this::piece);
  }

  private void piece(Buffer piece) {
    if (whole.future().isComplete()) {
      return;
    }
    if (received.length() + piece.length() > most) {
      whole.fail(tooLarge());
    } else {
      received.appendBuffer(piece);
    }
  }

  private void late() {
    whole.tryFail(Refusal.of(Code.TIMEOUT, "The body did not arrive in time; send it again."));
  }

  private Refusal tooLarge() {
    return Refusal.of(
        Code.TOO_LARGE, "A message may have " + most + " bytes (limits.message-bytes).");
  }

  /** Netty has refused what is no number already. */
  private static long declared(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
