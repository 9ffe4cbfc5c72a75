package dev.fanfare.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Connections that have not asked for anything yet: who opens one and says nothing, or drips the
 * head of a request, is cut off after {@code limits.request-time}. Between later requests {@code
 * http.idle} does it. One timer for all; owned by the loop.
 */
final class FirstRequests {
  private static final long STEPS = 10;

  private final Vertx vertx;
  private final LongSupplier clock;
  private final long patience;
  private final Map<HttpConnection, Long> waiting = new LinkedHashMap<>();
  private boolean armed;

  /**
   * @param clock steady, in milliseconds
   * @param patience in milliseconds
   */
  FirstRequests(Vertx vertx, LongSupplier clock, long patience) {
    this.vertx = vertx;
    this.clock = clock;
    this.patience = patience;
  }

  /** A connection was opened. */
  void opened(HttpConnection connection) {
    waiting.put(connection, clock.getAsLong() + patience);
    connection.closeHandler(gone -> waiting.remove(connection));
    arm();
  }

  /** A whole head came. */
  void asked(HttpConnection connection) {
    waiting.remove(connection);
  }

  private void arm() {
    if (armed) {
      return;
    }
    armed = true;
    vertx.setTimer(
        Math.max(1, patience / STEPS),
        id -> {
          armed = false;
          cutLate();
          if (!waiting.isEmpty()) {
            arm();
          }
        });
  }

  /** The oldest stand first. */
  private void cutLate() {
    long now = clock.getAsLong();
    Iterator<Map.Entry<HttpConnection, Long>> all = waiting.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<HttpConnection, Long> oldest = all.next();
      if (oldest.getValue() > now) {
        return;
      }
      all.remove();
      VertxInternals.cut(oldest.getKey());
    }
  }
}
