package dev.fanfare.wire;

import dev.fanfare.message.Body;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.User;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the chat tutorials: text in, {@code sys} and {@code user} objects out. Any thread.
 */
public final class ChatFormat implements Format {
  @Override
  public String name() {
    return "chat";
  }

  @Override
  public String subprotocol() {
    return "fanfare.chat";
  }

  @Override
  public boolean answers() {
    return false;
  }

  @Override
  public Command decode(Payload message) {
    if (message.binary()) {
      throw Refusal.badRequest("The chat format takes text frames only.");
    }
    return new Command.Publish(null, null, null, Body.of(Body.Kind.TEXT, message.bytes()));
  }

  @Override
  public @Nullable Payload encode(Event event) {
    if (event instanceof Event.Message message) {
      return user(message.publication());
    }
    if (event instanceof Event.Presence presence) {
      return sys(sentence(presence));
    }
    if (event instanceof Event.Welcome welcome) {
      return sys("Welcome, " + welcome.user().name());
    }
    return event instanceof Event.Failure failure ? sys(failure.message()) : null;
  }

  private static @Nullable Payload user(Publication said) {
    if (said.body().kind() == Body.Kind.BINARY) {
      return null;
    }
    byte[] bytes =
        Json.write(
            MessageJson.size(said),
            json -> {
              json.writeStartObject();
              json.writeStringField("type", "user");
              json.writeStringField("id", said.from().id());
              json.writeStringField("name", said.from().name());
              json.writeFieldName("message");
              BodyJson.write(json, said.body());
              json.writeStringField("room", said.room().value());
              json.writeStringField("position", said.position().toString());
              json.writeNumberField("time", said.time());
              json.writeEndObject();
            });
    return new Payload(false, bytes);
  }

  private static @Nullable Payload sys(String sentence) {
    if (sentence.isEmpty()) {
      return null;
    }
    byte[] bytes =
        Json.write(
            64 + sentence.length(),
            json -> {
              json.writeStartObject();
              json.writeStringField("type", "sys");
              json.writeStringField("message", sentence);
              json.writeEndObject();
            });
    return new Payload(false, bytes);
  }

  /** {@code Ann, Bob joined; Cid left}. */
  private static String sentence(Event.Presence presence) {
    String joined = presence.joined().isEmpty() ? "" : names(presence.joined()) + " joined";
    String left = presence.left().isEmpty() ? "" : names(presence.left()) + " left";
    return joined.isEmpty() || left.isEmpty() ? joined + left : joined + "; " + left;
  }

  private static String names(List<User> users) {
    return users.stream().map(User::name).collect(Collectors.joining(", "));
  }
}
