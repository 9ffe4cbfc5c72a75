package dev.fanfare.http;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.config.Endpoint;
import dev.fanfare.config.Notice;
import dev.fanfare.config.Notice.Audience;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Session;
import dev.fanfare.message.Event;
import dev.fanfare.message.Event.Notice.Kind;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import org.jspecify.annotations.Nullable;

/**
 * Says that somebody came to an endpoint, or is gone, where the endpoint says so. Owned by its
 * loop.
 *
 * <p>Whose name is sure is announced before their own client knows that it is in: so those who come
 * after it are not told of it.
 */
final class Doorbell {
  private final Hub hub;

  Doorbell(Hub hub) {
    this.hub = hub;
  }

  /** Somebody is about to be let in. */
  void coming(Arrival arrival) {
    if (arrival.guest().naming() == Naming.GIVEN) {
      others(arrival, arrival.guest().user());
    }
  }

  /** They are in. */
  void came(Arrival arrival, Session session) {
    Endpoint endpoint = arrival.mount().endpoint();
    RoomName room = arrival.greeting().room();
    self(endpoint.welcome(), Kind.WELCOME, session, room);
    self(endpoint.joined(), Kind.JOINED, session, room);
    if (arrival.guest().naming() != Naming.GIVEN) {
      others(arrival, session.user());
    }
  }

  /** They are gone, or did not come after all. */
  void gone(Arrival arrival, User user) {
    others(arrival.mount().endpoint().left(), Kind.LEFT, arrival, user);
  }

  private void others(Arrival arrival, User user) {
    others(arrival.mount().endpoint().welcome(), Kind.WELCOME, arrival, user);
    others(arrival.mount().endpoint().joined(), Kind.JOINED, arrival, user);
  }

  private static void self(@Nullable Notice notice, Kind kind, Session session, RoomName room) {
    if (notice != null && notice.to() != Audience.OTHERS) {
      session.send(new Event.Notice(room, session.user(), kind, ""));
    }
  }

  private void others(@Nullable Notice notice, Kind kind, Arrival arrival, User user) {
    if (notice != null && notice.to() != Audience.SELF) {
      RoomName room = arrival.greeting().room();
      hub.spread(room, new Event.Notice(room, user, kind, arrival.session()));
    }
  }
}
