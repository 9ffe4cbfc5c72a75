package dev.fanfare.history;

import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one lane appends to its room at once.
 *
 * @param lane the node that it comes from, by a name drawn when that started
 * @param number grows from batch to batch of a lane: with the lane's name it is the key by which a
 *     batch that is sent again is known
 * @param copied up to where the room has its copy, as far as the node knows; null: it does not
 * @param retention for the room
 */
record ClusterBatch(
    String lane, long number, @Nullable Position copied, Retention retention, List<Item> items) {

  ClusterBatch {
    items = List.copyOf(items);
    retention = retention.ofOneRoom();
  }

  /** A draft and its time, milliseconds since 1970. */
  record Item(Draft draft, long time) {}
}
