package dev.fanfare.hub;

import dev.fanfare.message.Digest;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.function.LongSupplier;

/**
 * Once a second, tells every loop of every node how far the rooms are that this node lately wrote
 * to: what the bus lost at the end of a stream is missed by nobody else. Any thread.
 */
public final class Digests {
  static final String ADDRESS = "fanfare.digest";

  /** Often enough that a lost digest, too, is no matter. */
  private static final long KEPT_MILLIS = 3_000;

  private static final long EVERY_MILLIS = 1_000;

  private final Vertx vertx;
  private final LongSupplier clock;
  private final DeliveryOptions options;
  private final Heads heads = new Heads(KEPT_MILLIS);

  /**
   * @param clock steady, in milliseconds
   * @param codec the name of the event-bus codec for {@link Digest}
   */
  public Digests(Vertx vertx, LongSupplier clock, String codec) {
    this.vertx = vertx;
    this.clock = clock;
    this.options = new DeliveryOptions().setCodecName(codec);
  }

  /** This node stored it. */
  public void stored(RoomName room, Position position) {
    heads.stored(room, position, clock.getAsLong());
  }

  /** Sends from now on, on this context, as long as that lives. */
  public void start() {
    vertx.setTimer(
        EVERY_MILLIS,
        id -> {
          start();
          send();
        });
  }

  void send() {
    for (Digest digest : heads.lately(clock.getAsLong())) {
      vertx.eventBus().publish(ADDRESS, digest, options);
    }
  }
}
