package dev.fanfare.presence;

import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.presence.Member.Named;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The presence of one node, in memory. Shared by its loops: a monitor guards {@link Rooms} for a
 * few map accesses and is never held while somebody else's code runs.
 */
public final class LocalPresence implements Presence {
  private final Rooms rooms;
  private final LongSupplier clock;
  private final Consumer<Event.Presence> announce;
  private final Alarm alarm;

  /**
   * @param clock milliseconds that only go forward
   * @param announce tells a room; called from a timer, never twice at a time
   */
  public LocalPresence(
      Vertx vertx,
      Duration grace,
      Duration coalesce,
      int listUpTo,
      LongSupplier clock,
      Consumer<Event.Presence> announce) {
    this.rooms = new Rooms(new RoomMembers.Rules(grace.toMillis(), coalesce.toMillis(), listUpTo));
    this.clock = clock;
    this.announce = announce;
    this.alarm = new Alarm(vertx, clock, this::tell, this::due);
  }

  @Override
  public Future<User> enter(
      RoomName room, String session, User user, boolean number, Consumer<User> renamed) {
    long now = clock.getAsLong();
    Named wish = Named.of(user, now);
    User entered;
    try {
      synchronized (rooms) {
        entered = rooms.enter(room, session, wish, number, now);
      }
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
    alarm.by(due());
    return Future.succeededFuture(entered);
  }

  @Override
  public void leave(RoomName room, String session, boolean byWish) {
    long now = clock.getAsLong();
    synchronized (rooms) {
      rooms.leave(room, session, byWish, now);
    }
    alarm.by(due());
  }

  @Override
  public Future<User> rename(String session, User user) {
    long now = clock.getAsLong();
    Named wish = Named.of(user, now);
    try {
      synchronized (rooms) {
        rooms.rename(session, wish, now);
      }
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
    alarm.by(due());
    return Future.succeededFuture(user);
  }

  @Override
  public Future<Integer> count(RoomName room) {
    synchronized (rooms) {
      return Future.succeededFuture(rooms.count(room));
    }
  }

  @Override
  public Future<List<User>> members(RoomName room, int limit) {
    synchronized (rooms) {
      return Future.succeededFuture(rooms.members(room, limit));
    }
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private void tell() {
    long now = clock.getAsLong();
    List<Event.Presence> news;
    synchronized (rooms) {
      news = rooms.tell(now);
    }
    news.forEach(announce);
  }

  private long due() {
    synchronized (rooms) {
      return rooms.due();
    }
  }
}
