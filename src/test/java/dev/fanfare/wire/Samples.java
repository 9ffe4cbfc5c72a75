package dev.fanfare.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.message.Body;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;

/** Values that several tests speak of. */
final class Samples {
  static final User ANN = new User("u1", "Ann");
  static final User BOB = new User("u2", "Bob");
  static final RoomName LOBBY = RoomName.of("lobby");
  static final Position HERE = new Position("k3x9f2", 42);

  private Samples() {}

  static Publication said(Body body) {
    return new Publication(LOBBY, HERE, 1_700_000_000_000L, ANN, null, body, "s1");
  }

  static Event.Message message(Body body) {
    return new Event.Message(said(body));
  }

  static Body json(String value) {
    return Body.of(Body.Kind.JSON, value.getBytes(UTF_8));
  }

  static Body binary(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return Body.of(Body.Kind.BINARY, bytes);
  }

  static Payload text(String text) {
    return new Payload(false, text.getBytes(UTF_8));
  }

  static String string(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
