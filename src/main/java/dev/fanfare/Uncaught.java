package dev.fanfare;

import dev.fanfare.metrics.Seldom;
import io.vertx.core.Handler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what nobody caught, with its trace, but the same only once a minute: Vert.x itself fails
 * like that for each message that it throws away while a node of the cluster is not reached. The
 * same is what is of one class and comes from one line, whatever numbers its text has. Any thread.
 */
final class Uncaught implements Handler<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(Uncaught.class);

  private static final int MOST_KINDS = 64;

  private final LongSupplier steady;
  private final Map<What, Kind> kinds = new ConcurrentHashMap<>();

  /**
   * @param steady milliseconds, from anywhere
   */
  Uncaught(LongSupplier steady) {
    this.steady = steady;
  }

  @Override
  public void handle(Throwable failure) {
    What what = What.of(failure);
    if (kinds.size() >= MOST_KINDS && !kinds.containsKey(what)) {
      kinds.clear();
    }
    Kind kind = kinds.computeIfAbsent(what, any -> new Kind(new Seldom(steady), new AtomicLong()));
    if (!kind.seldom.now()) {
      kind.unsaid.incrementAndGet();
      return;
    }
    long unsaid = kind.unsaid.getAndSet(0);
    if (unsaid == 0) {
      LOG.error("Nobody caught this", failure);
    } else {
      LOG.error("Nobody caught this, and {} more of the same lately", unsaid, failure);
    }
  }

  int kinds() {
    return kinds.size();
  }

  /**
   * @param from null: it has no trace
   */
  private record What(Class<?> type, @Nullable StackTraceElement from) {
    static What of(Throwable failure) {
      StackTraceElement[] trace = failure.getStackTrace();
      return new What(failure.getClass(), trace.length == 0 ? null : trace[0]);
    }
  }

  private record Kind(Seldom seldom, AtomicLong unsaid) {}
}
