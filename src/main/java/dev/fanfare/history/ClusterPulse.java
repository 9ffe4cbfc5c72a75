package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Renewal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the nodes hear of each other over the event bus: tells which of them this one hears, and
 * tells Hazelcast's threads whether it may store. Owned by a context that does nothing else: what
 * keeps another busy, such as the sessions of a lost node, would make the beats late and cost this
 * node its right to store. What is public is for any thread.
 */
public final class ClusterPulse {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterPulse.class);

  private static final String ADDRESS = "fanfare.pulse";
  private static final String KEY = "fanfare.may-store";
  private static final long EVERY_MILLIS = 1_000;

  /** Half of what it takes the others to give a node up. */
  private static final long VALID_MILLIS = 5_000;

  private final Vertx vertx;
  private final Context own;
  private final Clocks clocks;
  private final Supplier<Set<String>> members;
  private final BiConsumer<String, RuntimeException> unreadable;
  private final int majority;
  private final Lease lease;
  private final Lapse lapse;
  private final Peers peers;
  private final Renewal renewal = new Renewal(this::renew);
  private @Nullable MessageConsumer<Buffer> consumer;
  private boolean held;
  private boolean stopped;

  /**
   * @param own for the beats and nothing else
   * @param node the name of this one among the members
   * @param members the names of all nodes that are there
   * @param majority so many nodes must be there to store
   * @param unreadable gets the address and the reason of what came and is no beat
   */
  public ClusterPulse(
      Vertx vertx,
      Context own,
      Clocks clocks,
      String node,
      Supplier<Set<String>> members,
      int majority,
      BiConsumer<String, RuntimeException> unreadable) {
    this.vertx = vertx;
    this.own = own;
    this.clocks = clocks;
    this.members = members;
    this.unreadable = unreadable;
    this.majority = majority;
    this.lapse = new Lapse(now());
    this.lease = new Lease(node, majority, VALID_MILLIS);
    this.peers = new Peers(node, now());
    this.held = lease.holds(now());
  }

  /** From now on this node stores only while it is heard by a majority. */
  public void start(HazelcastInstance hazelcast) {
    BooleanSupplier now = () -> lease.holds(now());
    hazelcast.getUserContext().put(KEY, now);
    own.runOnContext(
        v ->
            renewal
                .run()
                .onFailure(
                    failure ->
                        LOG.warn(
                            "The others may not know that this node listens: {}",
                            failure.toString()))
                .onComplete(any -> goOn())); // who is not heard then listens anew
  }

  private Future<Void> renew() {
    MessageConsumer<Buffer> old = consumer;
    return old == null ? listen() : old.unregister().transform(gone -> listen());
  }

  private Future<Void> listen() {
    if (stopped) {
      return Future.succeededFuture();
    }
    MessageConsumer<Buffer> fresh = vertx.eventBus().consumer(ADDRESS, this::heard);
    consumer = fresh;
    return fresh.completion();
  }

  /** Lets the other nodes know anew that this one listens. */
  public Future<Void> listenAnew() {
    Promise<Void> listening = Promise.promise();
    own.runOnContext(v -> renewal.run().onComplete(listening));
    return listening.future();
  }

  /** Says and hears nothing more: the node leaves, and then there is nobody to say it to. */
  public Future<Void> stop() {
    Promise<Void> silent = Promise.promise();
    own.runOnContext(
        v -> {
          stopped = true;
          MessageConsumer<Buffer> last = consumer;
          (last == null ? Future.<Void>succeededFuture() : last.unregister()).onComplete(silent);
        });
    return silent.future();
  }

  /**
   * The names of the other nodes that never answered this one over the bus: what was said to them
   * or what they said got lost.
   */
  public Set<String> unanswered() {
    peers.look(members.get(), now());
    return peers.unanswered(now());
  }

  /** Whether a majority heard this node lately. Always, if one node is enough to store. */
  public boolean holdsLease() {
    return lease.holds(now());
  }

  /** How many other nodes this one has heard lately. */
  public int heard() {
    return peers.heard(now());
  }

  /** The names of the other nodes that this one used to hear, and does not any more. */
  public Set<String> unheard() {
    return peers.unheard(now());
  }

  /** The names of the other nodes that this one used to hear, whoever is at fault. */
  public Set<String> silent() {
    return peers.silent(now());
  }

  /**
   * Whether this node has not been heard by a majority for long, though that many are there: what
   * it says gets lost, and its rooms take nothing.
   */
  public boolean isMute() {
    return lapse.isLong();
  }

  /** Whether that node sees so many, and its pulse, if it has one, has nothing against it. */
  static boolean mayStore(HazelcastInstance hazelcast, int majority) {
    return hazelcast.getCluster().getMembers().size() >= majority
        && (!(hazelcast.getUserContext().get(KEY) instanceof BooleanSupplier now)
            || now.getAsBoolean());
  }

  private void goOn() {
    if (stopped) {
      return;
    }
    vertx.setTimer(EVERY_MILLIS, id -> goOn()); // whatever comes of this one
    try {
      beat();
    } catch (HazelcastInstanceNotActiveException leaving) {
      LOG.debug("Silent: {}", leaving.getMessage());
    }
  }

  private void beat() {
    if (stopped) {
      return;
    }
    long now = now();
    Set<String> there = members.get();
    peers.look(there, now);
    lapse.look(there.size() < majority || lease.holds(now), now);
    ClusterBeat beat = lease.beat(now, there);
    vertx.eventBus().publish(ADDRESS, beat.bytes());
    if (held != lease.holds(now)) {
      held = !held;
      LOG.info(held ? "A majority of nodes is here" : "No majority of nodes: nothing is stored");
    }
  }

  private void heard(Message<Buffer> message) {
    ClusterBeat beat;
    try {
      beat = ClusterBeat.read(message.body());
    } catch (IllegalArgumentException | ClassCastException odd) {
      unreadable.accept(ADDRESS, odd);
      return;
    }
    try {
      heard(beat);
    } catch (HazelcastInstanceNotActiveException leaving) {
      LOG.debug("Deaf: {}", leaving.getMessage());
    }
  }

  private void heard(ClusterBeat beat) {
    Set<String> there = members.get();
    peers.look(there, now());
    peers.hear(beat, now());
    if (lease.hear(beat, there)) {
      beat(); // a new node need not wait for our next
    }
  }

  private long now() {
    return clocks.steady().getAsLong();
  }
}
