package dev.fanfare.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.message.Body;
import dev.fanfare.message.Publication;
import dev.fanfare.message.User;
import java.io.IOException;
import java.util.List;

/**
 * The one message object: the same in v1 frames, GET, server-sent events and long poll. Any thread.
 */
public final class MessageJson {
  private MessageJson() {}

  public static byte[] encode(Publication said) {
    return Json.write(size(said), json -> write(json, said));
  }

  static void write(JsonGenerator json, Publication said) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "message");
    json.writeStringField("room", said.room().value());
    json.writeStringField("position", said.position().toString());
    json.writeNumberField("time", said.time());
    json.writeFieldName("from");
    user(json, said.from());
    if (said.to() != null) {
      json.writeStringField("to", said.to());
    }
    body(json, said.body());
    json.writeEndObject();
  }

  static void write(JsonGenerator json, List<Publication> messages) throws IOException {
    json.writeArrayFieldStart("messages");
    for (Publication said : messages) {
      write(json, said);
    }
    json.writeEndArray();
  }

  static void body(JsonGenerator json, Body body) throws IOException {
    json.writeFieldName("body");
    BodyJson.write(json, body);
    if (body.kind() == Body.Kind.BINARY) {
      json.writeStringField("encoding", "base64");
    }
  }

  static void user(JsonGenerator json, User user) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", user.id());
    json.writeStringField("name", user.name());
    json.writeEndObject();
  }

  static void users(JsonGenerator json, String name, List<User> users) throws IOException {
    json.writeArrayFieldStart(name);
    for (User user : users) {
      user(json, user);
    }
    json.writeEndArray();
  }

  /** About as many bytes as the object will have. */
  static int size(Publication said) {
    return 256 + said.body().size() * (said.body().kind() == Body.Kind.BINARY ? 4 : 3) / 3;
  }

  static int size(List<Publication> messages) {
    long size = 128;
    for (Publication said : messages) {
      size += size(said);
    }
    return (int) Math.min(size, 1 << 20);
  }
}
