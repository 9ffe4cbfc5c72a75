package dev.fanfare.http;

import dev.fanfare.message.Clocks;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each answered request, with {@code log.access}. Without the query: guest keys are in
 * it.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.fanfare.access");

  private final Gate gate;
  private final Clocks clocks;

  AccessLog(Gate gate, Clocks clocks) {
    this.gate = gate;
    this.clocks = clocks;
  }

  /** A route handler. */
  void note(RoutingContext ctx) {
    long start = clocks.steady().getAsLong();
    ctx.addEndHandler(
        done ->
            LOG.info(
                "{} {} {} {} {} bytes {} ms",
                gate.visitor(ctx.request()).address(),
                ctx.request().method(),
                ctx.request().path(),
                ctx.response().getStatusCode(),
                ctx.response().bytesWritten(),
                clocks.steady().getAsLong() - start));
    ctx.next();
  }
}
