package dev.fanfare.wire;

import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.util.List;

/** The JSON bodies of the room resources. Any thread. */
public final class HttpJson {
  private HttpJson() {}

  /**
   * A page of a room.
   *
   * @param position what to hand back next
   */
  public static byte[] page(
      RoomName room, Position position, List<Publication> messages, boolean more, boolean gap) {
    return Json.write(
        MessageJson.size(messages),
        json -> {
          json.writeStartObject();
          json.writeStringField("room", room.value());
          json.writeStringField("position", position.toString());
          MessageJson.write(json, messages);
          json.writeBooleanField("more", more);
          json.writeBooleanField("gap", gap);
          json.writeEndObject();
        });
  }

  /** Where a publication was stored. */
  public static byte[] stored(RoomName room, Position position) {
    return Json.write(
        128,
        json -> {
          json.writeStartObject();
          json.writeStringField("room", room.value());
          json.writeStringField("position", position.toString());
          json.writeEndObject();
        });
  }

  /** A room at a glance. */
  public static byte[] room(RoomName room, Position position, int members) {
    return Json.write(
        128,
        json -> {
          json.writeStartObject();
          json.writeStringField("room", room.value());
          json.writeStringField("position", position.toString());
          json.writeNumberField("members", members);
          json.writeEndObject();
        });
  }

  /**
   * Who is in a room.
   *
   * @param count how many there are, also when not all are listed
   */
  public static byte[] members(RoomName room, int count, List<User> members) {
    return Json.write(
        128 + 64 * members.size(),
        json -> {
          json.writeStartObject();
          json.writeStringField("room", room.value());
          json.writeNumberField("count", count);
          MessageJson.users(json, "members", members);
          json.writeEndObject();
        });
  }
}
