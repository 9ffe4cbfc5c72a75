package dev.fanfare.presence;

import dev.fanfare.message.Roster;
import dev.fanfare.presence.Member.Named;
import dev.fanfare.presence.Rooms.Yielded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Brings the other nodes' sessions into this node's rooms, and remembers who of this node had to
 * yield a name to one of them. Guarded by the monitor of the rooms.
 */
final class RoomCopies implements Neighbour.Copies {
  private final Rooms rooms;
  private final LongSupplier wall;
  private final List<Yielded> yielded = new ArrayList<>();

  RoomCopies(Rooms rooms, LongSupplier wall) {
    this.rooms = rooms;
    this.wall = wall;
  }

  @Override
  public void place(Place place, Roster.Change.Here here, long now) {
    Named name = Named.of(here.user(), here.since());
    yielded.addAll(rooms.place(place, name, now, wall.getAsLong()));
  }

  @Override
  public void remove(Place place, boolean byWish, long now) {
    rooms.remove(place, byWish, now);
  }

  /** Those since the last time, in order. */
  List<Yielded> takeYielded() {
    List<Yielded> these = List.copyOf(yielded);
    yielded.clear();
    return these;
  }
}
