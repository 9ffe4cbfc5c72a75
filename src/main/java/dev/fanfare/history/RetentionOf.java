package dev.fanfare.history;

import dev.fanfare.message.RoomName;

/** How much each room keeps. Called from any thread, once in the life of a room. */
@FunctionalInterface
public interface RetentionOf {
  Retention of(RoomName room);
}
