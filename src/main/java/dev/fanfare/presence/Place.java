package dev.fanfare.presence;

import dev.fanfare.message.RoomName;

/** A session in a room. */
record Place(RoomName room, String session) {}
