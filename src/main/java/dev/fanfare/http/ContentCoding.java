package dev.fanfare.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of itself where it may be compressed on its way out (RFC 9110, section 8).
 * What is short, or would not become shorter, is left as it is. So are event streams: each event
 * would have to be flushed through a compressor of its own.
 */
final class ContentCoding {
  private static final int SMALLEST = 1024;
  private static final Pattern SHRINKS =
      Pattern.compile(
          "(?!text/event-stream)(text/.*|application/.*(json|javascript|xml)|.*\\+xml).*");

  private ContentCoding() {}

  /** A route handler. */
  static void prepare(RoutingContext ctx) {
    ctx.addHeadersEndHandler(now -> complete(ctx.request(), ctx.response()));
    ctx.next();
  }

  private static void complete(HttpServerRequest request, HttpServerResponse response) {
    MultiMap headers = response.headers();
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    String tag = headers.get(HttpHeaders.ETAG);
    if (tag != null && !tag.startsWith("W/")) {
      // Strong, it would promise the same bytes.
      headers.set(HttpHeaders.ETAG, "W/" + tag);
    }
    if (wouldBeCoded(request, response)
        && !gains(headers.get(HttpHeaders.CONTENT_TYPE), headers.get(HttpHeaders.CONTENT_LENGTH))) {
      headers.set(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY); // Vert.x takes it off again
    }
  }

  private static boolean wouldBeCoded(HttpServerRequest request, HttpServerResponse response) {
    int status = response.getStatusCode();
    return request.version().equals(HttpVersion.HTTP_1_1)
        && !request.method().equals(HttpMethod.HEAD)
        && status != 204
        && status != 304
        && request.headers().contains(HttpHeaders.ACCEPT_ENCODING);
  }

  private static boolean gains(@Nullable String type, @Nullable String length) {
    return type != null
        && SHRINKS.matcher(type).matches()
        && (length == null || Long.parseLong(length) >= SMALLEST);
  }
}
