package dev.fanfare.http;

import dev.fanfare.access.Guest;
import dev.fanfare.message.Code;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A request about a room, and who makes it. */
record RoomRequest(RoutingContext ctx, RoomName room, Guest guest) {

  /** Reads path and query; refuses a wrong room, name or guest key. */
  static RoomRequest read(RoutingContext ctx, Gate gate) {
    return new RoomRequest(ctx, RoomName.of(ctx.pathParam("room")), gate.guest(ctx.queryParams()));
  }

  /** Refuses strangers at an inbox, and pages of other origins that try to look into one. */
  void requireReadable(Gate gate) {
    if (!room.isInbox()) {
      return;
    }
    gate.checkOrigin(ctx.request());
    if (!guest.lasting() || !room.isInboxOf(guest.user().id())) {
      throw Refusal.of(Code.FORBIDDEN, "Only its owner reads an inbox room.");
    }
  }

  /** Where a message of this room can be read. */
  String locationOf(Position position) {
    String name =
        URLEncoder.encode(room.value(), StandardCharsets.UTF_8)
            .replace("%40", "@")
            .replace("%3A", ":")
            .replace("%7E", "~");
    return "/rooms/" + name + "/messages/" + position;
  }
}
