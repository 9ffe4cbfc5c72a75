package dev.fanfare.torture;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** Follows over {@code fanfare.v1.json}, joining in the URL or with a command. */
final class SocketSubscriber extends Subscriber {
  SocketSubscriber(String name, Target target, Position start, boolean flapping, long seed) {
    super(name, target, start, flapping, seed);
  }

  @Override
  void connection() throws IOException, InterruptedException {
    boolean inUrl = random.nextBoolean();
    String query = inUrl ? "room=" + target.room() + "&since=" + at() : "";
    try (Socket socket = Socket.json(target.socket(query))) {
      if (!inUrl) {
        socket.send(
            new JsonObject()
                .put("type", "join")
                .put("room", target.room())
                .put("since", at().toString()));
      }
      connected();
      while (goesOn()) {
        frame(this, socket.nextJson());
      }
    }
  }

  /** Notes what a frame says; not if it is of the guest's own inbox. */
  static void frame(Subscriber subscriber, JsonObject frame) throws IOException {
    if (!subscriber.target.room().equals(frame.getString("room", subscriber.target.room()))) {
      return;
    }
    switch (frame.getString("type")) {
      case "joined" -> {
        if (!frame.getBoolean("recovered")) {
          subscriber.gap();
        }
      }
      case "message" ->
          subscriber.message(Position.parse(frame.getString("position")), frame.getString("body"));
      case "gap" -> subscriber.gap(Position.parse(frame.getString("position")));
      case "error" -> throw Socket.refused(frame);
      default -> {}
    }
  }
}
