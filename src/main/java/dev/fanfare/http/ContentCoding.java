package dev.fanfare.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * What an answer says of itself where it may be compressed on its way out (RFC 9110, section 8).
 * Event streams are not: each event would have to be flushed through a compressor of its own.
 */
final class ContentCoding {
  private ContentCoding() {}

  /** A route handler. */
  static void prepare(RoutingContext ctx) {
    ctx.addHeadersEndHandler(now -> complete(ctx.response().headers()));
    ctx.next();
  }

  private static void complete(MultiMap headers) {
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    String tag = headers.get(HttpHeaders.ETAG);
    if (tag != null && !tag.startsWith("W/")) {
      // Strong, it would promise the same bytes.
      headers.set(HttpHeaders.ETAG, "W/" + tag);
    }
    if (headers.contains(HttpHeaders.CONTENT_TYPE, "text/event-stream", true)) {
      headers.set(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
    }
  }
}
