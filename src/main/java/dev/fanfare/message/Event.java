package dev.fanfare.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client is told. The first five go to a room, the others to one session. */
public sealed interface Event {
  record Message(Publication publication) implements Event {}

  /**
   * @param session the one that sent it and does not get it back
   */
  record Signal(RoomName room, User from, Body body, String session) implements Event {}

  /** Both lists are empty in a large room. */
  record Presence(RoomName room, List<User> joined, List<User> left, int count) implements Event {}

  /**
   * Somebody came to the room through an endpoint that says so, or is gone.
   *
   * @param except the session that is not told, empty: all are
   */
  record Notice(RoomName room, User user, Kind kind, String except) implements Event {
    /** What an endpoint says. */
    public enum Kind {
      WELCOME,
      JOINED,
      LEFT
    }
  }

  /** Something is missing; whole again after {@code position}. */
  record Gap(RoomName room, Position position) implements Event {}

  /**
   * @param inbox head of the session's own inbox room
   */
  record Welcome(
      String session,
      User user,
      String node,
      long pingSeconds,
      int messageBytes,
      int roomsPerSession,
      RoomName inboxRoom,
      Position inbox)
      implements Event {}

  record Joined(
      @Nullable String ref, RoomName room, Position position, boolean recovered, int members)
      implements Event {}

  record Left(@Nullable String ref, RoomName room) implements Event {}

  record Ack(@Nullable String ref, RoomName room, Position position) implements Event {}

  record HistoryPage(@Nullable String ref, RoomName room, List<Publication> messages, boolean more)
      implements Event {}

  record Members(@Nullable String ref, RoomName room, int count, List<User> members)
      implements Event {}

  record Renamed(@Nullable String ref, User user) implements Event {}

  record Ping() implements Event {}

  record Pong(@Nullable String ref) implements Event {}

  /**
   * @param retryMillis 0: nothing is known
   */
  record Failure(@Nullable String ref, Code code, String message, long retryMillis)
      implements Event {
    public static Failure of(Refusal refusal) {
      return new Failure(refusal.ref(), refusal.code(), refusal.detail(), refusal.retryMillis());
    }
  }

  /**
   * @param reconnectMillis when to come back
   */
  record Bye(String reason, long reconnectMillis) implements Event {}
}
