package dev.fanfare.history;

import org.jspecify.annotations.Nullable;

/**
 * How much is kept, and for how long. The last two are for all rooms of a history together.
 *
 * @param messages publications in a room; 0: none, positions only count
 * @param ageMillis a publication older than this is forgotten
 * @param roomBytes weight of the publications in a room; the newest stays even if it is heavier
 * @param dedupMillis how long a key guards against repetition; 0: not at all
 * @param totalBytes weight of everything in a memory history
 * @param rooms rooms at most; 0: no limit
 */
public record Retention(
    int messages, long ageMillis, long roomBytes, long dedupMillis, long totalBytes, int rooms) {

  /** The same, with other limits where they are given. */
  public Retention with(
      @Nullable Integer newMessages, @Nullable Long newAgeMillis, @Nullable Long newRoomBytes) {
    return new Retention(
        newMessages == null ? messages : newMessages,
        newAgeMillis == null ? ageMillis : newAgeMillis,
        newRoomBytes == null ? roomBytes : newRoomBytes,
        dedupMillis,
        totalBytes,
        rooms);
  }

  /** The same for the history {@code none}: positions count, keys are known, nothing is kept. */
  public Retention keepingNothing() {
    return new Retention(0, ageMillis, roomBytes, dedupMillis, totalBytes, rooms);
  }

  /** Without the limits for all rooms together. */
  Retention ofOneRoom() {
    return new Retention(messages, ageMillis, roomBytes, dedupMillis, 0, 0);
  }

  int mostRooms() {
    return rooms == 0 ? Integer.MAX_VALUE : rooms;
  }

  /** After how long without a publication a room may be forgotten as if it had never been. */
  long idleMillis() {
    return Math.max(ageMillis, dedupMillis);
  }
}
