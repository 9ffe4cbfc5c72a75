package dev.fanfare.http;

import dev.fanfare.access.Guest;
import dev.fanfare.config.Endpoint;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.UUID;

/**
 * A client that may come in: what it wants, who it is, and the place it takes.
 *
 * @param session the id of the session that it will be
 * @param inbound what its messages mean
 * @param scope whose keys are one key space for de-duplication
 */
record Arrival(
    String session,
    Mount mount,
    Greeting greeting,
    Guest guest,
    Inbound inbound,
    String scope,
    Gate.Place place) {

  /** Somebody who was let in; takes the place. */
  static Arrival of(RoutingContext ctx, Mount mount, Greeting greeting, Guest guest, Gate gate) {
    return new Arrival(
        UUID.randomUUID().toString(),
        mount,
        greeting,
        guest,
        inbound(ctx, mount, greeting, guest),
        gate.scope(guest, ctx.request()),
        gate.enter(ctx.request()));
  }

  private static Inbound inbound(RoutingContext ctx, Mount mount, Greeting greeting, Guest guest) {
    if (greeting.format().answers()) {
      return Inbound.of(greeting.format());
    }
    if (mount.endpoint().accepts().contains(Endpoint.Accepts.PUSH)) {
      return Inbound.ignoring();
    }
    Envelope envelope = mount.envelope();
    if (envelope == null) {
      return greeting.room().isInbox()
          ? Inbound.inInbox(greeting.format(), guest.user().id())
          : Inbound.of(greeting.format());
    }
    Map<String, String> path = Map.copyOf(ctx.pathParams());
    return Inbound.letters(envelope, guest.user().name(), recipient -> mount.room(path, recipient));
  }

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
      return hub.reads().before(room.name(), null, greeting.history()).map(page -> page.base());
    }
    if (greeting.since() instanceof Since.Start oldest) {
      return hub.reads().after(room.name(), oldest, 1).map(page -> page.base());
    }
    return Future.succeededFuture(room.position());
  }
}
