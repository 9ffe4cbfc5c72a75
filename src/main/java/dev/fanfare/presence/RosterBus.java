package dev.fanfare.presence;

import dev.fanfare.message.Renewal;
import dev.fanfare.message.Roster;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How nodes tell each other who is here: one address for all of them and one for each. Used by the
 * context that it is made on, so that the others hear everything in the order in which it was said;
 * {@link #later} and {@link #listenAnew} are for any thread.
 */
final class RosterBus {
  private static final Logger LOG = LoggerFactory.getLogger(RosterBus.class);

  private static final String ALL = "fanfare.presence";

  private final Vertx vertx;
  private final Context home;
  private final String node;
  private final DeliveryOptions options;
  private final Consumer<Roster> ear;
  private final List<MessageConsumer<Roster>> consumers = new ArrayList<>();
  private final Renewal renewal = new Renewal(this::renew);
  private final AtomicBoolean complained = new AtomicBoolean();

  /**
   * @param node the name of this node
   * @param codec the name of the event-bus codec for {@link Roster}
   * @param ear gets what others say, and what this node says to all; throws {@code
   *     IllegalArgumentException} if that makes no sense
   */
  RosterBus(Vertx vertx, String node, String codec, Consumer<Roster> ear) {
    this.vertx = vertx;
    this.home = vertx.getOrCreateContext();
    this.node = node;
    this.options = new DeliveryOptions().setCodecName(codec);
    this.ear = ear;
  }

  /** Done when every node knows, and the others were asked. */
  Future<Void> listen() {
    return renewal.run();
  }

  /** Lets the other nodes know anew that this one listens. */
  Future<Void> listenAnew() {
    Promise<Void> done = Promise.promise();
    later(() -> renewal.run().onComplete(done));
    return done.future();
  }

  private Future<Void> renew() {
    List<Future<Void>> gone = consumers.stream().map(MessageConsumer::unregister).toList();
    consumers.clear();
    return Future.join(gone).transform(all -> register());
  }

  private Future<Void> register() {
    consumers.add(vertx.eventBus().consumer(ALL, this::hear));
    consumers.add(vertx.eventBus().consumer(address(node), this::hear));
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList())
        .onSuccess(registered -> tellAll(new Roster.Ask(node, "")))
        .mapEmpty();
  }

  void tellAll(Roster roster) {
    vertx.eventBus().publish(ALL, roster, options);
  }

  void tell(String other, Roster roster) {
    vertx.eventBus().send(address(other), roster, options);
  }

  /** In another turn of the context that may use this. */
  void later(Runnable step) {
    home.runOnContext(now -> step.run());
  }

  private void hear(Message<Roster> message) {
    try {
      ear.accept(message.body());
    } catch (IllegalArgumentException odd) {
      if (complained.compareAndSet(false, true)) {
        LOG.warn("Another node's members are not known here: {}", odd.getMessage());
      }
    }
  }

  private static String address(String node) {
    return ALL + "." + node;
  }
}
