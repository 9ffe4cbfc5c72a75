package dev.fanfare;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.History;
import dev.fanfare.config.RoomRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What to say of a history that may not find room in the memory that Java may use. Stateless. */
final class HeapAdvice {
  /** Of all that is kept: the rest is for who is connected. */
  private static final int PART_FOR_ALL = 2;

  /**
   * Of one room of a cluster: it is copied to another node in one piece, which takes several times
   * as much meanwhile. Rooms of a fifth were copied, of 29 % not.
   */
  private static final int PART_FOR_ROOM = 8;

  private HeapAdvice() {}

  /**
   * @param heap the bytes that Java may use
   */
  static List<String> of(FanfareConfig config, boolean clustered, long heap) {
    History history = config.history();
    List<String> advice = new ArrayList<>();
    boolean inMemory =
        clustered ? history.kind() != History.Kind.NONE : history.kind() == History.Kind.MEMORY;
    if (!inMemory) {
      return advice;
    }
    if (history.bytes() > heap / PART_FOR_ALL) {
      advice.add(
          "history.bytes: rooms may fill %s, and Java may use %s for everything. Give it %s, or keep less."
              .formatted(size(history.bytes()), size(heap), xmx(history.bytes() * PART_FOR_ALL)));
    }
    long ofRule = largestOfRules(config);
    long room = Math.min(history.bytes(), Math.max(history.roomBytes(), ofRule));
    if (clustered && room > heap / PART_FOR_ROOM) {
      advice.add(
          ((ofRule > history.roomBytes() ? "rooms[].history.room-bytes" : "history.room-bytes")
                  + ": a room may fill %s, and Java may use %s. When a node dies its rooms are"
                  + " copied, each in one piece, and take nothing until they are: for one so large"
                  + " the memory may not suffice. Give Java %s, or keep less in a room.")
              .formatted(size(room), size(heap), xmx(room * PART_FOR_ROOM)));
    }
    return advice;
  }

  private static long largestOfRules(FanfareConfig config) {
    return config.rooms().stream()
        .map(RoomRule::roomBytes)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .reduce(0, Math::max);
  }

  private static String size(long bytes) {
    return Math.max(1, bytes >> 20) + " MiB";
  }

  /** A little more than that: of what it is given, Java calls up to a thirtieth unusable. */
  private static String xmx(long bytes) {
    return "-Xmx" + ((bytes + bytes / 16 >> 20) + 1) + "m";
  }
}
