package dev.fanfare.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * Publishes over {@code fanfare.v1.json}, a few at a time, and now and then loses its connection
 * with some of them under way; then it repeats them with the same keys. Owned by its thread.
 */
final class SocketPublisher extends Publisher {
  private static final int WINDOW = 4;
  private static final int MOST_PER_CONNECTION = 300;

  private final boolean flapping;
  private int sent;

  SocketPublisher(String name, Target target, Acks acks, int count, long seed) {
    this(name, target, acks, count, true, seed);
  }

  /**
   * @param flapping whether it loses its connection now and then
   */
  SocketPublisher(String name, Target target, Acks acks, int count, boolean flapping, long seed) {
    super(name, target, acks, count, seed);
    this.flapping = flapping;
  }

  @Override
  void connection() throws IOException, InterruptedException {
    awaitVoice();
    repeating(sent - acknowledged());
    sent = acknowledged();
    int until =
        flapping ? acknowledged() + 1 + random.nextInt(MOST_PER_CONNECTION) : Integer.MAX_VALUE;
    try (Socket socket = Socket.json(target.socket("guest=" + guest()))) {
      while (acknowledged() < count) {
        while (!isHeld() && sent < Math.min(count, acknowledged() + WINDOW)) {
          send(socket, ++sent);
        }
        if (acknowledged() >= until) {
          return;
        }
        answer(socket.nextJson());
      }
    }
  }

  private void send(Socket socket, int sequence) throws IOException {
    socket.send(
        new JsonObject()
            .put("type", "publish")
            .put("ref", Integer.toString(sequence))
            .put("room", target.room())
            .put("key", key(sequence))
            .put("body", body(sequence)));
  }

  private void answer(JsonObject frame) throws IOException, InterruptedException {
    switch (frame.getString("type")) {
      case "ack" -> {
        int sequence = Integer.parseInt(frame.getString("ref"));
        if (sequence != acknowledged() + 1) {
          throw new IllegalStateException(frame + " after the ack of " + acknowledged());
        }
        acknowledged(sequence, frame.getString("position"));
        rest();
      }
      case "error" -> throw Socket.refused(frame); // all of it again, in order, on a new connection
      default -> {}
    }
  }
}
