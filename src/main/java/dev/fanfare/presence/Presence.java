package dev.fanfare.presence;

import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import java.util.List;

/** Who is in which room. Callable from any loop; answers come on the caller's context. */
public interface Presence {

  /**
   * A session comes into a room. A user is a member while one session of theirs is there.
   *
   * @return the user as entered; fails with {@code name_taken} if another user bears the name,
   *     unless {@code number} is set: then the name got a number
   */
  Future<User> enter(RoomName room, String session, User user, boolean number);

  /**
   * A session leaves a room; the user after {@code presence.grace}, or at once if {@code byWish}.
   */
  void leave(RoomName room, String session, boolean byWish);

  /**
   * A session's user takes another name in all its rooms; fails with {@code name_taken} and changes
   * nothing if one of them has it.
   */
  Future<User> rename(String session, User user);

  /** How many users are in the room. */
  Future<Integer> count(RoomName room);

  /** At most {@code limit} of them. */
  Future<List<User>> members(RoomName room, int limit);
}
