package dev.fanfare.hub;

import dev.fanfare.message.Digest;
import dev.fanfare.message.Digest.Head;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How far each room is that was lately written to. Any thread: a room changes only inside the map's
 * {@code merge}.
 */
final class Heads {
  private final ConcurrentMap<RoomName, Last> rooms = new ConcurrentHashMap<>();
  private final long keptMillis;

  Heads(long keptMillis) {
    this.keptMillis = keptMillis;
  }

  void stored(RoomName room, Position position, long now) {
    rooms.merge(room, new Last(position, now), Last::then);
  }

  /** The rooms of the last while, and forgets the others. */
  List<Digest> lately(long now) {
    rooms.values().removeIf(last -> last.time < now - keptMillis);
    List<Head> all = new ArrayList<>();
    rooms.forEach((room, last) -> all.add(new Head(room, last.position)));
    List<Digest> digests = new ArrayList<>();
    for (int from = 0; from < all.size(); from += Digest.MOST) {
      digests.add(new Digest(all.subList(from, Math.min(all.size(), from + Digest.MOST))));
    }
    return digests;
  }

  private record Last(Position position, long time) {
    /** Answers may come in any order; what was stored in a new life came later. */
    Last then(Last other) {
      boolean further =
          !other.position.epoch().equals(position.epoch())
              || other.position.offset() > position.offset();
      return new Last(further ? other.position : position, other.time);
    }
  }
}
