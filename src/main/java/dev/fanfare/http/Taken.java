package dev.fanfare.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/**
 * Requests that wait until their client has taken what was answered before. Vert.x asks nobody
 * whether an answer leaves: who sends requests and does not read would make the server keep answers
 * without bound. While one request waits Vert.x soon reads no more, and {@code http.idle} ends it.
 */
final class Taken {
  private Taken() {}

  /** Hands on a request at once, or as soon as little enough waits for its client. */
  static void first(HttpServerRequest request, Handler<HttpServerRequest> then) {
    if (!request.response().writeQueueFull()) {
      then.handle(request);
      return;
    }
    request.pause();
    request
        .response()
        .drainHandler(
            less -> {
              request.response().drainHandler(null);
              request.resume();
              then.handle(request);
            });
  }
}
