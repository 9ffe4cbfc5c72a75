package dev.fanfare.wire;

import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code fanfare.v1.json}: one JSON object per message, commands in, events out. Any thread. */
public final class JsonFormat implements Format {
  private static final int LONGEST_KEY = 128;
  private static final int MOST_HISTORY = 1000;
  private static final int USUAL_HISTORY = 50;

  @Override
  public String name() {
    return "json";
  }

  @Override
  public String subprotocol() {
    return "fanfare.v1.json";
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public Command decode(Payload message) {
    if (message.binary()) {
      throw Refusal.badRequest("This format takes text frames only.");
    }
    String text = new String(message.bytes(), StandardCharsets.UTF_8);
    try {
      return command(Json.read(text, CommandFields::read));
    } catch (Refusal refusal) {
      throw refusal.to(CommandFields.refIn(text));
    }
  }

  @Override
  public @Nullable Payload encode(Event event) {
    // Its clients are told of members, not of connections.
    return event instanceof Event.Notice ? null : new Payload(false, EventJson.encode(event));
  }

  private static Command command(CommandFields fields) {
    String ref = fields.ref();
    return switch (fields.text("type")) {
      case "join" -> join(ref, fields);
      case "leave" -> new Command.Leave(ref, room(fields));
      case "publish" -> publish(ref, fields);
      case "signal" -> new Command.Signal(ref, room(fields), fields.body());
      case "history" -> history(ref, fields);
      case "members" -> new Command.ListMembers(ref, room(fields));
      case "rename" -> new Command.Rename(ref, User.checkName(fields.text("name")));
      case "ping" -> new Command.Ping(ref);
      case "pong" -> new Command.Pong(ref);
      default ->
          throw Refusal.badRequest(
              "Unknown type. Known are join, leave, publish, signal, history, members, rename, ping"
                  + " and pong.");
    };
  }

  private static Command join(@Nullable String ref, CommandFields fields) {
    if (fields.has("since") && fields.has("history")) {
      throw Refusal.badRequest("join takes since or history, not both.");
    }
    String since = fields.optionalText("since");
    int history = fields.count("history", 0, MOST_HISTORY, 0);
    return new Command.Join(ref, room(fields), since == null ? null : Since.parse(since), history);
  }

  private static Command publish(@Nullable String ref, CommandFields fields) {
    if (fields.has("room") && fields.has("to")) {
      throw Refusal.badRequest("publish takes room or to, not both.");
    }
    String key = key(fields.optionalText("key"));
    String to = fields.optionalText("to");
    if (to == null) {
      RoomName room = fields.has("room") ? room(fields) : null;
      return new Command.Publish(ref, room, key, fields.body());
    }
    return new Command.Direct(ref, userId(to), key, fields.body());
  }

  private static Command history(@Nullable String ref, CommandFields fields) {
    String before = fields.optionalText("before");
    int limit = fields.count("limit", 1, MOST_HISTORY, USUAL_HISTORY);
    Position from = before == null ? null : Position.parse(before);
    return new Command.ReadHistory(ref, room(fields), from, limit);
  }

  private static RoomName room(CommandFields fields) {
    return RoomName.of(fields.text("room"));
  }

  /** An id for which there is an inbox room. */
  private static String userId(String to) {
    try {
      RoomName.inbox(to);
      return to;
    } catch (Refusal refusal) {
      throw Refusal.badRequest("to must be the id of a user.");
    }
  }

  private static @Nullable String key(@Nullable String key) {
    if (key != null && (key.isEmpty() || key.length() > LONGEST_KEY || !visible(key))) {
      throw Refusal.badRequest("key must have 1 to 128 visible characters.");
    }
    return key;
  }

  private static boolean visible(String text) {
    return text.codePoints()
        .noneMatch(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.UNASSIGNED,
                      Character.PRIVATE_USE,
                      Character.SPACE_SEPARATOR,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      true;
                  default -> false;
                });
  }
}
