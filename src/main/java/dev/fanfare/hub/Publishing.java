package dev.fanfare.hub;

import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What one session says, and to whom. Owned by the connection's loop. */
final class Publishing {
  private final Session session;
  private final Hub hub;
  private final @Nullable RoomName home;

  /**
   * @param home the room of publications that name none
   */
  Publishing(Session session, @Nullable RoomName home) {
    this.session = session;
    this.hub = session.hub();
    this.home = home;
  }

  Future<?> publish(Command.Publish command) {
    RoomName room = command.room() == null ? home : command.room();
    if (room == null) {
      throw Refusal.badRequest("Say in which room: \"room\":\"lobby\".");
    }
    if (room.isInbox()) {
      throw Refusal.badRequest(
          "A direct message names its recipient: \"to\":\"" + room.value().substring(1) + "\".");
    }
    return hub.publish(draft(room, null, command.key(), command.body()))
        .onSuccess(
            appended -> session.answer(new Event.Ack(command.ref(), room, appended.position())));
  }

  Future<?> direct(Command.Direct command) {
    RoomName inbox = RoomName.inbox(command.to());
    RoomName own = RoomName.inbox(session.user().id());
    return DirectMessages.publish(
            hub,
            draft(inbox, command.to(), command.key(), command.body()),
            inbox.equals(own) ? null : draft(own, command.to(), command.key(), command.body()))
        .onSuccess(
            appended -> session.answer(new Event.Ack(command.ref(), inbox, appended.position())));
  }

  private Draft draft(RoomName room, @Nullable String to, @Nullable String key, Body body) {
    String sender = session.echo() ? "" : session.id();
    return new Draft(room, session.user(), to, body, sender, session.scoped(key));
  }

  Future<?> signal(Command.Signal command) {
    if (session.in(command.room()) == null) {
      throw Refusal.of(Code.FORBIDDEN, "Join " + command.room() + " before you signal in it.");
    }
    hub.spread(
        command.room(),
        new Event.Signal(command.room(), session.user(), command.body(), session.id()));
    return Future.succeededFuture();
  }
}
