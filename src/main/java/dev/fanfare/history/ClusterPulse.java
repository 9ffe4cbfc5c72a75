package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import dev.fanfare.message.Clocks;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the nodes hear of each other over the event bus, and tells Hazelcast's threads whether this
 * one may store. Owned by the context that started it; {@link #mayStore} is for any thread.
 */
public final class ClusterPulse {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterPulse.class);

  private static final String ADDRESS = "fanfare.pulse";
  private static final String KEY = "fanfare.may-store";
  private static final long EVERY_MILLIS = 1_000;

  /** Half of what it takes the others to give a node up. */
  private static final long VALID_MILLIS = 5_000;

  private final Vertx vertx;
  private final Clocks clocks;
  private final Supplier<Set<String>> members;
  private final Lease lease;
  private boolean held;

  /**
   * @param node the name of this one among the members
   * @param members the names of all nodes that are there
   * @param majority at least two
   */
  public ClusterPulse(
      Vertx vertx, Clocks clocks, String node, Supplier<Set<String>> members, int majority) {
    this.vertx = vertx;
    this.clocks = clocks;
    this.members = members;
    this.lease = new Lease(node, majority, VALID_MILLIS);
  }

  /** From now on this node stores only while it is heard. */
  public void start(HazelcastInstance hazelcast) {
    BooleanSupplier now = () -> lease.holds(clocks.steady().getAsLong());
    hazelcast.getUserContext().put(KEY, now);
    vertx.eventBus().consumer(ADDRESS, this::heard).completion().onSuccess(v -> goOn());
  }

  /** What the pulse of that node says; without one, nothing is in the way. */
  static boolean mayStore(HazelcastInstance hazelcast) {
    return !(hazelcast.getUserContext().get(KEY) instanceof BooleanSupplier now)
        || now.getAsBoolean();
  }

  private void goOn() {
    try {
      beat();
    } catch (HazelcastInstanceNotActiveException leaving) {
      LOG.debug("Silent: {}", leaving.getMessage());
    }
    vertx.setTimer(EVERY_MILLIS, id -> goOn());
  }

  private void beat() {
    long now = clocks.steady().getAsLong();
    ClusterBeat beat = lease.beat(now, members.get());
    vertx.eventBus().publish(ADDRESS, beat.bytes());
    if (held != lease.holds(now)) {
      held = !held;
      LOG.info(held ? "A majority of nodes is here" : "No majority of nodes: nothing is stored");
    }
  }

  private void heard(Message<Buffer> message) {
    try {
      if (lease.hear(ClusterBeat.read(message.body()), members.get())) {
        beat(); // a new node need not wait for our next
      }
    } catch (IllegalArgumentException
        | ClassCastException
        | HazelcastInstanceNotActiveException notNow) {
      LOG.debug("Ignored: {}", notNow.getMessage());
    }
  }
}
