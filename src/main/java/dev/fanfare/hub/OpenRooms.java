package dev.fanfare.hub;

import static dev.fanfare.metrics.Count.ROOMS;

import dev.fanfare.message.Batch;
import dev.fanfare.message.Digest;
import dev.fanfare.message.Event;
import dev.fanfare.message.RoomName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rooms of a hub that are open, and what comes for them. Owned by the loop. */
final class OpenRooms implements Listening.To {
  private static final long PAUSE_MILLIS = 50;

  private final Hub hub;
  private final Map<RoomName, Room> rooms = new HashMap<>();
  private final Recheck recheck;

  OpenRooms(Hub hub) {
    this.hub = hub;
    this.recheck = new Recheck(rooms.values(), action -> hub.after(PAUSE_MILLIS, action));
  }

  /** The room, which may not have begun yet. */
  Room of(RoomName name) {
    return rooms.computeIfAbsent(name, this::begin);
  }

  private Room begin(RoomName name) {
    hub.metrics().of(ROOMS).increment();
    return new Room(name, hub);
  }

  void forget(Room room) {
    if (rooms.remove(room.name(), room)) {
      hub.metrics().of(ROOMS).decrement();
    }
  }

  /** Something was spread. */
  void arrive(Event event) {
    if (event instanceof Event.Message published) {
      Room room = rooms.get(published.publication().room());
      if (room != null) {
        room.arrive(published);
      }
    } else if (event instanceof Event.Signal signal) {
      notice(signal.room(), signal, signal.session());
    } else if (event instanceof Event.Notice notice) {
      notice(notice.room(), notice, notice.except());
    } else if (event instanceof Event.Presence presenceChange) {
      notice(presenceChange.room(), presenceChange, null);
    }
  }

  private void notice(RoomName name, Event event, @Nullable String exceptSession) {
    Room room = rooms.get(name);
    if (room != null) {
      room.arrive(event, exceptSession);
    }
  }

  @Override
  public void come(Batch batch) {
    if (!hub.saidItself(batch)) {
      batch.events().forEach(this::arrive);
    }
  }

  @Override
  public void compare(Digest digest) {
    for (Digest.Head head : digest.heads()) {
      Room room = rooms.get(head.room());
      if (room != null) {
        room.headIs(head.position());
      }
    }
  }

  @Override
  public void recheck() {
    recheck.begin();
  }

  @Override
  public void remove(String user) {
    hub.removeSessionsOf(user);
  }
}
