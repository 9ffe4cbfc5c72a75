package dev.fanfare.message;

import org.jspecify.annotations.Nullable;

/** What a client asks for. {@code ref} comes back in the answer. */
public sealed interface Command {
  @Nullable String ref();

  /**
   * @param since where to go on, null: live only, or {@code history}
   * @param history the last so many first, 0: none
   */
  record Join(@Nullable String ref, RoomName room, @Nullable Since since, int history)
      implements Command {}

  record Leave(@Nullable String ref, RoomName room) implements Command {}

  /**
   * @param room null: the room of the connection
   */
  record Publish(@Nullable String ref, @Nullable RoomName room, @Nullable String key, Body body)
      implements Command {}

  /**
   * @param to a user's id
   */
  record Direct(@Nullable String ref, String to, @Nullable String key, Body body)
      implements Command {}

  record Signal(@Nullable String ref, RoomName room, Body body) implements Command {}

  /**
   * @param before null: from the newest
   */
  record ReadHistory(@Nullable String ref, RoomName room, @Nullable Position before, int limit)
      implements Command {}

  record ListMembers(@Nullable String ref, RoomName room) implements Command {}

  record Rename(@Nullable String ref, String name) implements Command {}

  record Ping(@Nullable String ref) implements Command {}

  record Pong(@Nullable String ref) implements Command {}
}
