package dev.fanfare.history;

import dev.fanfare.message.Position;
import java.util.List;

/**
 * What became of one batch of a lane.
 *
 * @param epoch of the room, empty unless stored
 * @param offsets one for each draft; below zero: the offset of the first with the same key
 */
record ClusterAnswer(Kind kind, String epoch, List<Long> offsets) {
  enum Kind {
    STORED,
    /** There is no such room, and the batch may not begin it here. */
    ABSENT,
    /** The room's owner sees too few nodes. */
    MINORITY,
    /** A later batch of the same lane came first: this one was given up long ago. */
    STALE
  }

  ClusterAnswer {
    offsets = List.copyOf(offsets);
  }

  /** The newest of the positions. */
  Position newest() {
    return new Position(epoch, offsets.stream().mapToLong(Math::abs).max().orElse(0));
  }

  static ClusterAnswer of(Kind kind) {
    return new ClusterAnswer(kind, "", List.of());
  }

  static ClusterAnswer stored(String epoch, List<Long> offsets) {
    return new ClusterAnswer(Kind.STORED, epoch, offsets);
  }
}
