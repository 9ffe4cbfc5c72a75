package dev.fanfare.hub;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what one session asks for and answers it. Owned by the connection's loop. A wrong
 * command throws or fails with a {@link Refusal}; nothing here ends the connection.
 */
public final class Commands {
  private final Session session;
  private final Hub hub;
  private final @Nullable RoomName home;
  private final boolean answers;
  private final Naming naming;

  /**
   * @param home the room of commands that name none
   * @param answers whether this client understands refusals; else one that would lose a message
   *     ends the connection with its code
   * @param naming what happens when the name is taken; a client without answers would not
   *     understand a refusal
   */
  public Commands(Session session, @Nullable RoomName home, boolean answers, Naming naming) {
    this.answers = answers;
    this.session = session;
    this.hub = session.hub();
    this.home = home;
    this.naming = naming;
  }

  /**
   * Carries out one command; the future is done when it is answered, and never fails: refusals are
   * answered too.
   */
  public Future<Void> handle(Command command) {
    Future<?> done;
    try {
      done = start(command);
    } catch (Refusal refusal) {
      done = Future.failedFuture(refusal);
    }
    return done.<Void>mapEmpty()
        .recover(
            failure -> {
              refuse(Refusal.from(failure).to(command.ref()));
              return Future.succeededFuture();
            });
  }

  /**
   * Enters a client that cannot ask into the room for which it opened its connection, under its
   * name or a numbered one. Never fails.
   */
  public Future<Void> attend(RoomName room) {
    return hub.presence()
        .enter(room, session.id(), session.user(), true)
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

  private void refuse(Refusal refusal) {
    if (session.ended()) {
      return;
    }
    session.refuse(refusal);
    if (!answers && refusal.code().close() != 0) {
      session.close(refusal.code(), refusal.code().text());
    }
  }

  private Future<?> start(Command command) {
    if (command instanceof Command.Publish publish) {
      return publish(publish);
    } else if (command instanceof Command.Direct direct) {
      return direct(direct);
    } else if (command instanceof Command.Signal signal) {
      return signal(signal);
    } else if (command instanceof Command.Join join) {
      return join(join);
    } else if (command instanceof Command.Leave leave) {
      return leave(leave);
    } else if (command instanceof Command.ReadHistory read) {
      return history(read);
    } else if (command instanceof Command.ListMembers list) {
      return members(list);
    } else if (command instanceof Command.Rename rename) {
      return rename(rename);
    } else if (command instanceof Command.Ping ping) {
      return answer(new Event.Pong(ping.ref()));
    }
    return Future.succeededFuture();
  }

  private Future<?> publish(Command.Publish command) {
    RoomName room = command.room() == null ? home : command.room();
    if (room == null) {
      throw Refusal.badRequest("Say in which room: \"room\":\"lobby\".");
    }
    if (room.isInbox()) {
      throw Refusal.badRequest(
          "A direct message names its recipient: \"to\":\"" + room.value().substring(1) + "\".");
    }
    return hub.broker()
        .publish(draft(room, null, command.key(), command.body()))
        .onSuccess(appended -> answer(new Event.Ack(command.ref(), room, appended.position())));
  }

  private Future<?> direct(Command.Direct command) {
    RoomName inbox = RoomName.inbox(command.to());
    RoomName own = RoomName.inbox(session.user().id());
    return hub.broker()
        .publish(draft(inbox, command.to(), command.key(), command.body()))
        .compose(
            appended ->
                inbox.equals(own)
                    ? Future.succeededFuture(appended)
                    : hub.broker()
                        .publish(draft(own, command.to(), command.key(), command.body()))
                        .map(copy -> appended))
        .onSuccess(appended -> answer(new Event.Ack(command.ref(), inbox, appended.position())));
  }

  private Draft draft(RoomName room, @Nullable String to, @Nullable String key, Body body) {
    return new Draft(room, session.user(), to, body, session.id(), session.scoped(key));
  }

  private Future<?> signal(Command.Signal command) {
    if (session.in(command.room()) == null) {
      throw Refusal.of(Code.FORBIDDEN, "Join " + command.room() + " before you signal in it.");
    }
    hub.broker()
        .spread(
            command.room(),
            new Event.Signal(command.room(), session.user(), command.body(), session.id()));
    return Future.succeededFuture();
  }

  private Future<?> join(Command.Join command) {
    RoomName name = command.room();
    if (name.isInbox()) {
      return joinInbox(command);
    }
    if (session.in(name) != null) {
      return joinedAlready(command);
    }
    int most = hub.limits().roomsPerSession();
    if (most > 0 && session.rooms() >= most) {
      throw Refusal.of(
          Code.TOO_MANY, "One connection may be in " + most + " rooms; leave one first.");
    }
    return hub.presence()
        .enter(name, session.id(), session.user(), naming != Naming.CHOSEN)
        .compose(
            user -> {
              entered(name, user);
              return hub.open(name)
                  .compose(room -> enter(command, room))
                  .onFailure(failure -> hub.presence().leave(name, session.id(), true));
            });
  }

  private Future<?> joinInbox(Command.Join command) {
    requireReadable(command.room());
    Subscription subscription = session.in(command.room());
    if (subscription == null || command.since() == null && command.history() == 0) {
      return joinedAlready(command);
    }
    Room room = subscription.room();
    session.leave(subscription);
    return hub.open(room.name()).compose(opened -> enter(command, opened));
  }

  private Future<?> joinedAlready(Command.Join command) {
    Future<Position> head = hub.broker().history().head(command.room());
    return head.compose(
        position ->
            hub.presence()
                .count(command.room())
                .onSuccess(
                    count ->
                        answer(
                            new Event.Joined(
                                command.ref(), command.room(), position, true, count))));
  }

  /**
   * The first page tells whether the wanted start is still there; what follows it is the
   * subscription's own business.
   */
  private Future<?> enter(Command.Join command, Room room) {
    return firstPage(command, room)
        .compose(
            page ->
                hub.presence()
                    .count(room.name())
                    .onSuccess(count -> enter(command, room, page, count)))
        .onComplete(done -> room.unhold());
  }

  private Future<Page> firstPage(Command.Join command, Room room) {
    if (command.history() > 0) {
      return hub.broker().history().before(room.name(), null, command.history());
    }
    Since since = command.since();
    if (since == null || since instanceof Since.Now) {
      Position now = room.position();
      return Future.succeededFuture(new Page(now, List.of(), now, false, false));
    }
    return hub.broker().history().after(room.name(), since, Behind.PAGE);
  }

  private void enter(Command.Join command, Room room, Page page, int members) {
    if (session.ended() || session.in(room.name()) != null) {
      return;
    }
    session.send(new Event.Joined(command.ref(), room.name(), page.head(), !page.gap(), members));
    Subscription subscription = session.subscribe(room, page.base());
    subscription.sendPublications(page.messages());
    session.follow(subscription);
  }

  private Future<?> leave(Command.Leave command) {
    Subscription subscription = session.in(command.room());
    if (subscription != null && !command.room().isInbox()) {
      session.leave(subscription);
      hub.presence().leave(command.room(), session.id(), true);
    }
    return answer(new Event.Left(command.ref(), command.room()));
  }

  private Future<?> history(Command.ReadHistory command) {
    requireReadable(command.room());
    return hub.broker()
        .history()
        .before(command.room(), command.before(), command.limit())
        .onSuccess(
            page ->
                answer(
                    new Event.HistoryPage(
                        command.ref(), command.room(), page.messages(), page.more())));
  }

  private Future<?> members(Command.ListMembers command) {
    requireReadable(command.room());
    return hub.presence()
        .count(command.room())
        .compose(
            count ->
                hub.presence()
                    .members(command.room(), hub.limits().membersListed())
                    .onSuccess(
                        members ->
                            answer(
                                new Event.Members(command.ref(), command.room(), count, members))));
  }

  private Future<?> rename(Command.Rename command) {
    if (naming == Naming.GIVEN) {
      throw Refusal.of(Code.FORBIDDEN, "Names are given by the server here.");
    }
    String name = User.checkName(command.name());
    return hub.presence()
        .rename(session.id(), session.user().named(name))
        .onSuccess(
            user -> {
              session.user(user);
              answer(new Event.Renamed(command.ref(), user));
            });
  }

  private void requireReadable(RoomName room) {
    if (room.isInbox() && !room.isInboxOf(session.user().id())) {
      throw Refusal.of(Code.FORBIDDEN, "Only its owner reads an inbox room.");
    }
  }

  private Future<?> answer(Event event) {
    if (!session.ended()) {
      session.send(event);
    }
    return Future.succeededFuture();
  }
}
