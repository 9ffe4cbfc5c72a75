package dev.fanfare.hub;

import static dev.fanfare.metrics.Count.REFUSED;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what one session asks for and answers it. Owned by the connection's loop. A wrong
 * command throws or fails with a {@link Refusal}; nothing here ends the connection.
 */
public final class Commands {
  private final Session session;
  private final Hub hub;
  private final boolean answers;
  private final Attendance attendance;
  private final Publishing publishing;
  private @Nullable Future<?> lastPage;

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
    this.attendance = new Attendance(session, naming);
    this.publishing = new Publishing(session, home);
  }

  /**
   * Enters a client that cannot ask into the room for which it opened its connection, under its
   * name or a numbered one. Never fails.
   */
  public Future<Void> attend(RoomName room) {
    return attendance.attend(room);
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

  private void refuse(Refusal refusal) {
    if (refusal.code() == Code.TOO_MANY) {
      hub.metrics().of(REFUSED).increment(); // too many rooms; rates were counted before
    }
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
      return publishing.publish(publish);
    } else if (command instanceof Command.Direct direct) {
      return publishing.direct(direct);
    } else if (command instanceof Command.Signal signal) {
      return publishing.signal(signal);
    } else if (command instanceof Command.Join join) {
      return attendance.join(join);
    } else if (command instanceof Command.Leave leave) {
      return attendance.leave(leave);
    } else if (command instanceof Command.ReadHistory read) {
      return history(read);
    } else if (command instanceof Command.ListMembers list) {
      return members(list);
    } else if (command instanceof Command.Rename rename) {
      return attendance.rename(rename);
    } else if (command instanceof Command.Ping ping) {
      return session.answer(new Event.Pong(ping.ref()));
    }
    return Future.succeededFuture();
  }

  private Future<?> history(Command.ReadHistory command) {
    session.requireReadable(command.room());
    Future<Void> turn =
        lastPage == null
            ? session.whenWritable()
            : lastPage.transform(over -> session.whenWritable());
    lastPage = turn.compose(free -> page(command));
    return lastPage;
  }

  /** Pages may be large: the next one is read when this one is on its way. */
  private Future<Void> page(Command.ReadHistory command) {
    return hub.broker()
        .history()
        .before(command.room(), command.before(), command.limit())
        .compose(
            page ->
                session.answer(
                    new Event.HistoryPage(
                        command.ref(), command.room(), page.messages(), page.more())));
  }

  private Future<?> members(Command.ListMembers command) {
    session.requireReadable(command.room());
    return hub.presence()
        .count(command.room())
        .compose(
            count ->
                hub.presence()
                    .members(command.room(), hub.limits().membersListed())
                    .onSuccess(
                        members ->
                            session.answer(
                                new Event.Members(command.ref(), command.room(), count, members))));
  }
}
