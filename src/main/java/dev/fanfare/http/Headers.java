package dev.fanfare.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * What every answer carries so that browsers treat it with care, and clients leave a node that
 * stops.
 */
final class Headers {
  private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
  private static final CharSequence POLICY_TEXT =
      HttpHeaders.createOptimized(
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src"
              + " 'self' data:; manifest-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");
  private static final CharSequence SNIFF = HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence REFERRER = HttpHeaders.createOptimized("Referrer-Policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence OPENER =
      HttpHeaders.createOptimized("Cross-Origin-Opener-Policy");
  private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");

  private final Readiness readiness;

  Headers(Readiness readiness) {
    this.readiness = readiness;
  }

  /** A route handler. */
  void add(RoutingContext ctx) {
    MultiMap headers = ctx.response().headers();
    if (readiness.draining()) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    headers
        .set(POLICY, POLICY_TEXT)
        .set(SNIFF, NOSNIFF)
        .set(REFERRER, NO_REFERRER)
        .set(OPENER, SAME_ORIGIN);
    ctx.next();
  }
}
