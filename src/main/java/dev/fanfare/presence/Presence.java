package dev.fanfare.presence;

import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who is in which room. Callable from any loop; answers come on the caller's context.
 *
 * <p>Rooms are told of comings and goings by {@link dev.fanfare.message.Event.Presence}, several at
 * once. Someone in {@code joined} whose id was here already has a new name. Both lists are empty
 * when the room has, or had a moment ago, more members than {@code presence.list-up-to}: then only
 * the count is news, and who wants the names asks for them. A room that became empty is told
 * nothing, for nobody is there.
 */
public interface Presence {

  /**
   * A session comes into a room. A user is a member while one session of theirs is there, and for
   * {@code presence.grace} after the last one was lost. Entering again with the same session is
   * harmless and may bring a new name. When a user's sessions bear different names, the last one is
   * shown and all are taken.
   *
   * @param number give a taken name a number ({@code Ann-2}) instead of refusing it
   * @param renamed told, on the caller's context and until the session has left its rooms, when it
   *     got another name in all of them: somebody on another node had taken the same at the same
   *     moment
   * @return the user as entered; fails with {@code name_taken} if another user of the room bears
   *     the name, or one that looks like it
   */
  Future<User> enter(
      RoomName room, String session, User user, boolean number, Consumer<User> renamed);

  /**
   * A session leaves a room; its user, if it was the last of theirs, after {@code presence.grace}.
   * Until then the user is a member and keeps the name, and nobody hears of it if they come back.
   *
   * @param byWish the user goes at once: they said so, or nobody can come back under that id
   */
  void leave(RoomName room, String session, boolean byWish);

  /**
   * A session goes by another name in all its rooms; fails with {@code name_taken} and changes
   * nothing if one of them has it.
   */
  Future<User> rename(String session, User user);

  /** How many users are in the room. */
  Future<Integer> count(RoomName room);

  /** At most {@code limit} of them, those who came first. */
  Future<List<User>> members(RoomName room, int limit);

  /** Lets the other nodes know anew that this one listens to them. */
  default Future<Void> listenAnew() {
    return Future.succeededFuture();
  }

  /** How many other nodes this one hears, and knows the sessions of. */
  default int others() {
    return 0;
  }

  /** Takes no more part: sessions that left are told of, those that did not are lost. */
  Future<Void> close();
}
