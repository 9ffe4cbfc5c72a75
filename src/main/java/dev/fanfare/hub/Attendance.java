package dev.fanfare.hub;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How one session comes into rooms and leaves them, and under which name. Owned by its loop. */
final class Attendance {
  private final Session session;
  private final Hub hub;
  private final Naming naming;

  /** The last command in each room that is not done yet. */
  private final Map<RoomName, Future<?>> underWay = new HashMap<>(2);

  Attendance(Session session, Naming naming) {
    this.session = session;
    this.hub = session.hub();
    this.naming = naming;
  }

  /**
   * Enters a client that cannot ask into the room for which it opened its connection, under its
   * name or a numbered one. Never fails.
   */
  Future<Void> attend(RoomName room) {
    return hub.presence()
        .enter(room, session.id(), session.user(), true, this::renamed)
        .onSuccess(user -> entered(room, user))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** The answer may come when the session is gone already. */
  private void entered(RoomName room, User user) {
    if (session.ended()) {
      hub.presence().leave(room, session.id(), true);
    } else {
      named(user);
    }
  }

  /** A given name stays, even if members are listed with a number after it. */
  private void named(User user) {
    if (naming != Naming.GIVEN) {
      session.user(user);
    }
  }

  /** Nobody asked for it: somebody on another node took the name at the same moment. */
  private void renamed(User user) {
    if (!session.ended() && naming != Naming.GIVEN) {
      session.user(user);
      session.send(new Event.Renamed(null, user));
    }
  }

  Future<?> join(Command.Join command) {
    return inTurn(command.room(), () -> comeIn(command));
  }

  Future<?> leave(Command.Leave command) {
    return inTurn(command.room(), () -> goOut(command));
  }

  /** Who asks to come in and to leave has left at the end, however long coming in takes. */
  private Future<?> inTurn(RoomName room, Supplier<Future<?>> command) {
    Future<?> before = underWay.get(room);
    Future<?> done = before == null ? command.get() : before.transform(over -> next(command));
    if (!done.isComplete()) {
      underWay.put(room, done);
      done.onComplete(over -> underWay.remove(room, done));
    }
    return done;
  }

  @SuppressWarnings("unchecked") // nobody looks at what it brings
  private static Future<Object> next(Supplier<Future<?>> command) {
    return (Future<Object>) command.get();
  }

  private Future<?> comeIn(Command.Join command) {
    RoomName name = command.room();
    if (name.isInbox()) {
      return joinInbox(command);
    }
    Subscription subscription = session.in(name);
    if (subscription != null) {
      return joinedAlready(command, subscription.room().position());
    }
    requireOneMore();
    return hub.in(
        name, room -> firstPage(command, room).compose(page -> enter(command, room, page)));
  }

  private void requireOneMore() {
    int most = hub.limits().roomsPerSession();
    if (most > 0 && session.rooms() >= most) {
      throw Refusal.of(
          Code.TOO_MANY, "One connection may be in " + most + " rooms; leave one first.");
    }
  }

  private Future<?> joinInbox(Command.Join command) {
    RoomName name = command.room();
    session.requireReadable(name);
    Subscription subscription = session.in(name);
    if (subscription != null && command.since() == null && command.history() == 0) {
      return joinedAlready(command, subscription.room().position());
    }
    return hub.in(name, room -> replay(command, room));
  }

  /**
   * Serves the inbox anew from where it is wanted. Nothing is told from it meanwhile, so that
   * nothing comes twice; if it cannot be read, it goes on from where it was.
   */
  private Future<Page> replay(Command.Join command, Room room) {
    Subscription before = session.in(room.name());
    if (before == null) {
      return firstPage(command, room).onSuccess(page -> begin(command, room, page, 0));
    }
    Position was = before.position();
    session.leave(before);
    return firstPage(command, room)
        .onSuccess(page -> begin(command, room, withoutHole(was, page), 0))
        .onFailure(failure -> goOn(room, was));
  }

  /** What was not told yet is told, even if less was asked for. */
  private static Page withoutHole(Position was, Page page) {
    Position base = page.base();
    boolean hole = base.epoch().equals(was.epoch()) && base.offset() > was.offset();
    return hole && !page.gap() ? new Page(was, List.of(), page.head(), true, false) : page;
  }

  private void goOn(Room room, Position was) {
    if (!session.ended()) {
      session.follow(session.subscribe(room, was));
    }
  }

  private Future<?> joinedAlready(Command.Join command, Position head) {
    RoomName name = command.room();
    return hub.presence()
        .count(name)
        .onSuccess(
            count -> session.answer(new Event.Joined(command.ref(), name, head, true, count)));
  }

  /**
   * Comes in when all that takes time is done: who is gone by now was never here, and the room
   * hears of the newcomer only when that one can hear it too.
   */
  private Future<?> enter(Command.Join command, Room room, Page page) {
    RoomName name = room.name();
    if (session.ended()) {
      return Future.succeededFuture();
    }
    requireOneMore();
    return hub.presence()
        .enter(name, session.id(), session.user(), naming != Naming.CHOSEN, this::renamed)
        .compose(
            user -> {
              entered(name, user);
              return hub.presence().count(name);
            })
        .onSuccess(count -> begin(command, room, page, count));
  }

  private Future<Page> firstPage(Command.Join command, Room room) {
    if (command.history() > 0) {
      return hub.reads().before(room.name(), null, command.history());
    }
    Since since = command.since();
    if (since == null || since instanceof Since.Now) {
      Position now = room.position();
      return Future.succeededFuture(new Page(now, List.of(), now, false, false));
    }
    return hub.reads().after(room.name(), since, Behind.PAGE);
  }

  /**
   * The first page tells whether the wanted start is still there; what follows it is the
   * subscription's own business.
   */
  private void begin(Command.Join command, Room room, Page page, int members) {
    if (session.ended()) {
      return;
    }
    session.send(new Event.Joined(command.ref(), room.name(), page.head(), !page.gap(), members));
    Subscription subscription = session.subscribe(room, page.base());
    subscription.sendPublications(page.messages());
    session.follow(subscription);
  }

  private Future<?> goOut(Command.Leave command) {
    Subscription subscription = session.in(command.room());
    if (subscription != null && !command.room().isInbox()) {
      session.leave(subscription);
      hub.presence().leave(command.room(), session.id(), true);
    }
    return session.answer(new Event.Left(command.ref(), command.room()));
  }

  Future<?> rename(Command.Rename command) {
    if (naming == Naming.GIVEN) {
      throw Refusal.of(Code.FORBIDDEN, "Names are given by the server here.");
    }
    String name = User.checkName(command.name());
    return hub.presence()
        .rename(session.id(), session.user().named(name))
        .onSuccess(
            user -> {
              session.user(user);
              session.answer(new Event.Renamed(command.ref(), user));
            });
  }
}
