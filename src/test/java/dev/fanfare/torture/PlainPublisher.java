package dev.fanfare.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * Publishes over {@code fanfare.v1.json} without keys, a few at a time. What is not acknowledged it
 * never says again: it may be stored once or not at all. On each connection it is somebody else,
 * since what one connection still has under way may be stored after what the next one says. Owned
 * by its thread.
 */
final class PlainPublisher extends Publisher {
  private static final int WINDOW = 4;
  private static final int MOST_PER_CONNECTION = 300;

  private int connections;

  PlainPublisher(String name, Target target, Acks acks, int count, long seed) {
    super(name, target, acks, count, seed);
  }

  @Override
  void connection() throws IOException, InterruptedException {
    connections++;
    int until = 1 + random.nextInt(MOST_PER_CONNECTION);
    int sent = 0;
    int answered = 0;
    try (Socket socket = Socket.json(target.socket("guest=" + guest()))) {
      while (acknowledged() < count && answered < until) {
        while (sent < answered + WINDOW) {
          send(socket, ++sent);
        }
        JsonObject frame = socket.nextJson();
        switch (frame.getString("type")) {
          case "ack" -> {
            answered++;
            if (!frame.getString("ref").equals(Integer.toString(answered))) {
              throw new IllegalStateException(frame + " after the ack of " + (answered - 1));
            }
            acknowledged(id(answered), frame.getString("position"));
            rest();
          }
          case "error" -> throw Socket.refused(frame);
          default -> {}
        }
      }
    }
  }

  private Id id(int sequence) {
    return new Id(this + "." + connections, sequence);
  }

  private void send(Socket socket, int sequence) throws IOException {
    socket.send(
        new JsonObject()
            .put("type", "publish")
            .put("ref", Integer.toString(sequence))
            .put("room", target.room())
            .put("body", id(sequence).body()));
  }
}
