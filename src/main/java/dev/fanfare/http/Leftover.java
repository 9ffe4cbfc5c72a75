package dev.fanfare.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * The rest of a request body that nobody wants any more. It is read and thrown away, for closing at
 * once would reset the connection and with it the answer; but not for long, and not without end.
 * Owned by the connection's loop.
 */
final class Leftover {
  private static final long MOST_MILLIS = 2_000;
  private static final long MOST_BYTES = 1 << 20;

  private final HttpServerRequest request;
  private long bytes;

  private Leftover(HttpServerRequest request) {
    this.request = request;
  }

  /**
   * To be called before the answer is ended.
   *
   * @param close whether the connection has to end after it
   */
  static void discard(RoutingContext ctx, boolean close) {
    HttpServerRequest request = ctx.request();
    if (request.isEnded() || !hasBody(request)) {
      return;
    }
    if (close) {
      ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Leftover leftover = new Leftover(request);
    long timer = ctx.vertx().setTimer(MOST_MILLIS, id -> leftover.cut());
    request
        .exceptionHandler(gone -> ctx.vertx().cancelTimer(timer))
        .endHandler(
            end -> {
              ctx.vertx().cancelTimer(timer);
              if (close) {
                leftover.cut();
              }
            })
        .handler(piece -> leftover.read(piece.length()))
        .resume();
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || length != null && !length.equals("0");
  }

  private void read(int length) {
    bytes += length;
    if (bytes > MOST_BYTES) {
      cut();
    }
  }

  private void cut() {
    request.connection().close();
  }
}
