package dev.fanfare.wire;

import dev.fanfare.metrics.Seldom;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nothing in from the event bus that cannot be read: what another version of Fanfare sends, or
 * somebody else. It is counted, and told in the log once a minute at most; no consumer sees it. Any
 * thread.
 */
public final class BusGate implements Handler<DeliveryContext<Object>> {
  private static final Logger LOG = LoggerFactory.getLogger(BusGate.class);

  private final LongAdder unreadable;
  private final Seldom word;

  /**
   * @param unreadable counts
   * @param clock steady, in milliseconds
   */
  public BusGate(LongAdder unreadable, LongSupplier clock) {
    this.unreadable = unreadable;
    this.word = new Seldom(clock);
  }

  @Override
  public void handle(DeliveryContext<Object> delivery) {
    try {
      delivery.message().body(); // reads it, if it is from the network
    } catch (RuntimeException odd) {
      refuse(delivery.message().address(), odd);
      return;
    }
    delivery.next();
  }

  /** Counts, and now and then tells of, what a consumer found that it could not read. */
  public void refuse(String address, RuntimeException odd) {
    unreadable.increment();
    if (word.now()) {
      LOG.warn(
          "Ignored what another node sent to {} ({}); {} so far. Do all nodes run the same version"
              + " of Fanfare, and can only they reach this node's bus?",
          address,
          odd.getMessage(),
          unreadable.sum());
    }
  }
}
