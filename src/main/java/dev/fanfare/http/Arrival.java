package dev.fanfare.http;

import dev.fanfare.access.Guest;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;

/**
 * A client that may come in: what it wants, who it is, and the place it takes.
 *
 * @param scope whose keys are one key space for de-duplication
 */
record Arrival(Greeting greeting, Guest guest, String scope, Gate.Place place) {

  /** The room that it is in from the start: one that can ask joins others by itself. */
  RoomName firstRoom() {
    return greeting.format().answers() ? RoomName.inbox(guest.user().id()) : greeting.room();
  }

  /** From where it is served in that room; one that can ask says it when it joins. */
  Future<Position> start(Hub hub, Room room) {
    if (greeting.format().answers()) {
      return Future.succeededFuture(room.position());
    }
    Position after = greeting.after();
    if (after != null) {
      return Future.succeededFuture(after);
    }
    if (greeting.history() > 0) {
      return hub.broker()
          .history()
          .before(room.name(), null, greeting.history())
          .map(page -> page.base());
    }
    if (greeting.since() instanceof Since.Start oldest) {
      return hub.broker().history().after(room.name(), oldest, 1).map(page -> page.base());
    }
    return Future.succeededFuture(room.position());
  }
}
