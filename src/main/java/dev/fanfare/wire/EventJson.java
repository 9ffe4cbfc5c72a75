package dev.fanfare.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Events as {@code fanfare.v1.json} has them. Any thread. */
final class EventJson {
  private EventJson() {}

  static byte[] encode(Event event) {
    if (event instanceof Event.Message message) {
      return MessageJson.encode(message.publication());
    }
    return Json.write(
        size(event),
        json -> {
          json.writeStartObject();
          write(json, event);
          json.writeEndObject();
        });
  }

  private static int size(Event event) {
    return event instanceof Event.HistoryPage page ? MessageJson.size(page.messages()) : 256;
  }

  private static void write(JsonGenerator json, Event event) throws IOException {
    if (event instanceof Event.Signal signal) {
      signal(json, signal);
    } else if (event instanceof Event.Presence presence) {
      presence(json, presence);
    } else if (event instanceof Event.Gap gap) {
      json.writeStringField("type", "gap");
      place(json, gap.room(), gap.position());
    } else if (event instanceof Event.Ack ack) {
      open(json, "ack", ack.ref());
      place(json, ack.room(), ack.position());
    } else if (event instanceof Event.Joined joined) {
      joined(json, joined);
    } else if (event instanceof Event.Left left) {
      open(json, "left", left.ref());
      json.writeStringField("room", left.room().value());
    } else if (event instanceof Event.HistoryPage page) {
      history(json, page);
    } else if (event instanceof Event.Members members) {
      members(json, members);
    } else if (event instanceof Event.Renamed renamed) {
      open(json, "renamed", renamed.ref());
      json.writeFieldName("user");
      MessageJson.user(json, renamed.user());
    } else if (event instanceof Event.Ping) {
      json.writeStringField("type", "ping");
    } else if (event instanceof Event.Pong pong) {
      open(json, "pong", pong.ref());
    } else if (event instanceof Event.Welcome welcome) {
      welcome(json, welcome);
    } else if (event instanceof Event.Failure failure) {
      failure(json, failure);
    } else if (event instanceof Event.Bye bye) {
      json.writeStringField("type", "bye");
      json.writeStringField("reason", bye.reason());
      json.writeNumberField("reconnect", bye.reconnectMillis());
    } else {
      throw new IllegalArgumentException("no JSON for " + event.getClass().getSimpleName());
    }
  }

  private static void signal(JsonGenerator json, Event.Signal signal) throws IOException {
    json.writeStringField("type", "signal");
    json.writeStringField("room", signal.room().value());
    json.writeFieldName("from");
    MessageJson.user(json, signal.from());
    MessageJson.body(json, signal.body());
  }

  private static void presence(JsonGenerator json, Event.Presence presence) throws IOException {
    json.writeStringField("type", "presence");
    json.writeStringField("room", presence.room().value());
    MessageJson.users(json, "joined", presence.joined());
    MessageJson.users(json, "left", presence.left());
    json.writeNumberField("count", presence.count());
  }

  private static void joined(JsonGenerator json, Event.Joined joined) throws IOException {
    open(json, "joined", joined.ref());
    place(json, joined.room(), joined.position());
    json.writeBooleanField("recovered", joined.recovered());
    json.writeNumberField("members", joined.members());
  }

  private static void history(JsonGenerator json, Event.HistoryPage page) throws IOException {
    open(json, "history", page.ref());
    json.writeStringField("room", page.room().value());
    MessageJson.write(json, page.messages());
    json.writeBooleanField("more", page.more());
  }

  private static void members(JsonGenerator json, Event.Members members) throws IOException {
    open(json, "members", members.ref());
    json.writeStringField("room", members.room().value());
    json.writeNumberField("count", members.count());
    MessageJson.users(json, "members", members.members());
  }

  private static void welcome(JsonGenerator json, Event.Welcome welcome) throws IOException {
    json.writeStringField("type", "welcome");
    json.writeStringField("session", welcome.session());
    json.writeFieldName("user");
    MessageJson.user(json, welcome.user());
    json.writeStringField("node", welcome.node());
    json.writeNumberField("ping", welcome.pingSeconds());
    json.writeObjectFieldStart("limits");
    json.writeNumberField("message", welcome.messageBytes());
    json.writeNumberField("rooms", welcome.roomsPerSession());
    json.writeEndObject();
    json.writeObjectFieldStart("inbox");
    place(json, welcome.inboxRoom(), welcome.inbox());
    json.writeEndObject();
  }

  private static void failure(JsonGenerator json, Event.Failure failure) throws IOException {
    open(json, "error", failure.ref());
    json.writeStringField("code", failure.code().text());
    json.writeStringField("message", failure.message());
    if (failure.retryMillis() > 0) {
      json.writeNumberField("retry", failure.retryMillis());
    }
  }

  private static void open(JsonGenerator json, String type, @Nullable String ref)
      throws IOException {
    json.writeStringField("type", type);
    if (ref != null) {
      json.writeStringField("ref", ref);
    }
  }

  private static void place(JsonGenerator json, RoomName room, Position position)
      throws IOException {
    json.writeStringField("room", room.value());
    json.writeStringField("position", position.toString());
  }
}
