package dev.fanfare.hub;

import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Batch;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.RoomName;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one loop tells all rooms, its own and those of other loops, collected until the end of its
 * turn: who is told of it together delivers it together. Owned by its loop.
 */
final class Spreading {
  private final Broker broker;
  private final Consumer<Event> own;
  private final Consumer<Runnable> endOfTurn;
  private Map<Integer, List<Event>> shards = new LinkedHashMap<>();
  private int bytes;
  private boolean planned;

  /**
   * @param own brings an event to this loop's rooms
   * @param endOfTurn runs something at the end of the present turn
   */
  Spreading(Broker broker, Consumer<Event> own, Consumer<Runnable> endOfTurn) {
    this.broker = broker;
    this.own = own;
    this.endOfTurn = endOfTurn;
  }

  /** Stores it, then tells the room. */
  Future<Appended> publish(Draft draft) {
    return broker
        .store(draft)
        .onSuccess(
            appended -> {
              if (appended.stored() != null) {
                add(draft.room(), new Event.Message(appended.stored()));
              }
            });
  }

  void add(RoomName room, Event event) {
    shards.computeIfAbsent(Broker.shard(room), shard -> new ArrayList<>()).add(event);
    bytes += size(event);
    if (bytes >= Turn.MOST_BYTES_AT_ONCE) {
      spread();
    } else if (!planned) {
      planned = true;
      endOfTurn.accept(
          () -> {
            planned = false;
            spread();
          });
    }
  }

  /** First to the others, who begin while this loop still serves its own. */
  private void spread() {
    Map<Integer, List<Event>> now = shards;
    shards = new LinkedHashMap<>();
    bytes = 0;
    now.forEach((shard, events) -> broker.spread(shard, new Batch(this, events)));
    now.values().forEach(events -> events.forEach(own));
  }

  private static int size(Event event) {
    if (event instanceof Event.Message message) {
      return message.publication().body().size();
    }
    return event instanceof Event.Signal signal ? signal.body().size() : 0;
  }
}
