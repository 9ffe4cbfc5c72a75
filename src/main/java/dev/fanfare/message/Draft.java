package dev.fanfare.message;

import org.jspecify.annotations.Nullable;

/**
 * A publication that has no position yet.
 *
 * @param from who says it
 * @param to the recipient's user id if this is a direct message
 * @param session the session that sent it if it does not want its own echo, else empty
 * @param key within the window of {@code limits.dedup} a second draft with this key in the same
 *     room is not stored again; it names its sender too
 */
public record Draft(
    RoomName room,
    User from,
    @Nullable String to,
    Body body,
    String session,
    @Nullable String key) {}
