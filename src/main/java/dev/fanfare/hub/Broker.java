package dev.fanfare.hub;

import dev.fanfare.config.RoomRule;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.History;
import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Batch;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * History and event bus together: what is published is first stored, then spread to every loop of
 * every node, see {@link Hub#publish}. Stateless; callable from any loop.
 */
public final class Broker {
  /** Room addresses are few and fixed, so that joining a room registers nothing in the cluster. */
  static final int SHARDS = 64;

  private final History history;
  private final EventBus bus;
  private final LongSupplier clock;
  private final RoomRules rules;
  private final DeliveryOptions options;
  private final DeliveryOptions here;
  private final BiConsumer<RoomName, Position> stored;

  /**
   * @param codec the name of the event-bus codec for {@link Batch}
   */
  public Broker(History history, EventBus bus, LongSupplier clock, RoomRules rules, String codec) {
    this(history, bus, clock, rules, codec, (room, position) -> {});
  }

  /**
   * @param codec the name of the event-bus codec for {@link Batch}
   * @param stored is told of each publication that is in the history, on any thread
   */
  public Broker(
      History history,
      EventBus bus,
      LongSupplier clock,
      RoomRules rules,
      String codec,
      BiConsumer<RoomName, Position> stored) {
    this.rules = rules;
    this.history = history;
    this.bus = bus;
    this.clock = clock;
    this.stored = stored;
    this.options = new DeliveryOptions().setCodecName(codec);
    this.here = new DeliveryOptions().setCodecName(codec).setLocalOnly(true);
  }

  public History history() {
    return history;
  }

  /**
   * Stores; the answer comes when it is kept as durably as the history promises. Fails with {@code
   * unavailable} and stores nothing, or may be repeated with its key.
   */
  Future<Appended> store(Draft draft) {
    requireWritable(draft.room());
    return history
        .append(draft.room(), List.of(draft), clock.getAsLong())
        .map(
            answers -> {
              Appended appended = answers.get(0);
              stored.accept(draft.room(), appended.position());
              return appended;
            });
  }

  /** Refuses with {@code forbidden} if nobody may write in the room. */
  public void requireWritable(RoomName room) {
    RoomRule rule = rules.of(room.value());
    if (rule != null && rule.readOnly()) {
      throw Refusal.of(Code.FORBIDDEN, "The room " + room + " can only be read.");
    }
  }

  /** Tells every loop of every node that has one of the rooms. */
  void spread(int shard, Batch batch) {
    bus.publish(address(shard), batch, options);
  }

  /** Tells this node's loops that have the room; other nodes know it by themselves. */
  public void tellHere(RoomName room, Event event) {
    bus.publish(address(shard(room)), new Batch(null, List.of(event)), here);
  }

  static String address(int shard) {
    return "fanfare.rooms." + shard;
  }

  static int shard(RoomName room) {
    return Math.floorMod(room.value().hashCode(), SHARDS);
  }
}
