package dev.fanfare.hub;

import dev.fanfare.message.Batch;
import dev.fanfare.message.Digest;
import dev.fanfare.message.Renewal;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;

/** What the event bus brings for the rooms of one loop. Owned by its loop. */
final class Listening {
  private final EventBus bus;
  private final To to;
  private final List<MessageConsumer<?>> own = new ArrayList<>();
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private final Renewal renewal = new Renewal(this::renew);
  private boolean stopped;

  /** The loop's rooms. */
  interface To {
    /** Other loops said something, or this one did. */
    void come(Batch batch);

    /** Another node says how far rooms are. */
    void compare(Digest digest);

    /** Something may have been missed. */
    void recheck();

    /** A moderator does not want the user with this id any more. */
    void remove(String user);
  }

  Listening(EventBus bus, To to) {
    this.bus = bus;
    this.to = to;
  }

  /** Done when every node can know. */
  Future<Void> start() {
    own.add(bus.localConsumer(Hub.RECHECK, message -> to.recheck()));
    own.add(bus.localConsumer(Hub.LISTEN_ANEW, message -> anew()));
    return renewal.run();
  }

  Future<Void> stop() {
    stopped = true;
    return noMore(own).eventually(() -> noMore(consumers));
  }

  private Future<Void> renew() {
    return noMore(consumers).transform(gone -> listen());
  }

  private Future<Void> listen() {
    if (stopped) {
      return Future.succeededFuture();
    }
    for (int shard = 0; shard < Broker.SHARDS; shard++) {
      consumers.add(
          bus.<Object>consumer(
              Broker.address(shard),
              message -> {
                if (message.body() instanceof Batch batch) {
                  to.come(batch);
                }
              }));
    }
    consumers.add(
        bus.<Object>consumer(
            Digests.ADDRESS,
            message -> {
              if (message.body() instanceof Digest digest) {
                to.compare(digest);
              }
            }));
    consumers.add(
        bus.<Object>consumer(
            Hub.REMOVE,
            message -> {
              if (message.body() instanceof String user) {
                to.remove(user);
              }
            }));
    return Future.join(consumers.stream().map(MessageConsumer::completion).toList()).mapEmpty();
  }

  /** Nothing is missed: what comes in between is read from history. */
  private void anew() {
    renewal.run().onComplete(known -> to.recheck());
  }

  private static Future<Void> noMore(List<MessageConsumer<?>> which) {
    List<Future<Void>> gone = which.stream().map(MessageConsumer::unregister).toList();
    which.clear();
    return Future.join(gone).mapEmpty();
  }
}
