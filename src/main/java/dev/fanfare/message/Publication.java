package dev.fanfare.message;

import org.jspecify.annotations.Nullable;

/**
 * One message in a room, stored and stamped.
 *
 * @param time milliseconds since 1970, by the clock of the node that took it
 * @param to the recipient's user id if this is a direct message
 * @param session the session that sent it if it does not want its own echo, else empty
 */
public record Publication(
    RoomName room,
    Position position,
    long time,
    User from,
    @Nullable String to,
    Body body,
    String session) {
  /** The same in another life of the room. */
  public Publication in(String epoch) {
    return new Publication(
        room, new Position(epoch, position.offset()), time, from, to, body, session);
  }

  public long offset() {
    return position.offset();
  }

  /** What it costs to keep, roughly, in bytes. */
  public int weight() {
    return 160 + body.size() + from.name().length() + from.id().length();
  }
}
