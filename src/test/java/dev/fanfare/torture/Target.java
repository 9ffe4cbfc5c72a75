package dev.fanfare.torture;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Where the server is, and whether it is meant to be there just now. Any thread. */
final class Target {
  /** Longer than anything here takes on a busy machine; whoever waits so long has lost. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int MOST_FAILURES = 50;

  private final String room;
  private URI address;

  Target(String room) {
    this.room = room;
  }

  synchronized void up(URI where) {
    address = where;
    notifyAll();
  }

  synchronized void down() {
    address = null;
  }

  /** The server's address, as soon as it has one. */
  synchronized URI await() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (address == null) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new IllegalStateException("The server is not back after " + PATIENCE);
      }
      wait(left);
    }
    return address;
  }

  /** {@code /rooms/ROOM/messages} with a query. */
  URI messages(String query) throws InterruptedException {
    return await().resolve("/rooms/" + room + "/messages?" + query);
  }

  /** {@code /ws} with a query. */
  URI socket(String query) throws InterruptedException {
    URI server = await();
    return URI.create("ws://" + server.getAuthority() + "/ws?" + query);
  }

  /** The position of the room's newest message. */
  Position head() throws IOException, InterruptedException {
    HttpResponse<String> response =
        Wire.send(Wire.request(messages("limit=1")).build(), BodyHandlers.ofString());
    return Position.parse(new JsonObject(response.body()).getString("position"));
  }

  String room() {
    return room;
  }

  /** Connections that fail one after the other: forgiven for a while, then too many. */
  static final class Failures {
    private int inARow;

    void none() {
      inARow = 0;
    }

    /** To be told when to come again is none: in a storm that may happen for a while. */
    void one(IOException failure) {
      inARow += String.valueOf(failure.getMessage()).contains("| retry-after: ") ? 0 : 1;
      if (inARow > MOST_FAILURES) {
        throw new IllegalStateException(
            inARow + " connections failed one after the other, at last with " + failure, failure);
      }
    }
  }
}
