package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Follows the bare pipe, on one connection from before the first message to the last. It is told no
 * positions; they are looked up afterwards. Owned by its thread.
 */
final class RawSubscriber extends Worker {
  private final Target target;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final List<Id> seen = new ArrayList<>();

  RawSubscriber(String name, Target target) {
    super(name);
    this.target = target;
  }

  /** Done when whatever is published will be seen. */
  CompletableFuture<Void> connected() {
    return connected;
  }

  @Override
  void work() throws IOException, InterruptedException {
    try (Socket socket = Socket.raw(target.socket("room=" + target.room()))) {
      connected.complete(null);
      Id id;
      do {
        id = Id.read(socket.next());
        note(id);
      } while (!id.publisher().equals(Subscriber.LAST));
    } finally {
      connected.complete(null);
    }
  }

  @Override
  synchronized String state() {
    return "it saw " + seen.size();
  }

  /** What it saw, at the positions where that was stored. */
  synchronized Seen seen(Position start, Map<Id, Position> places) {
    List<Seen.Entry> entries = new ArrayList<>();
    entries.add(new Seen.Connected(start));
    for (Id id : seen) {
      Position place = places.get(id);
      if (place == null) {
        throw new IllegalStateException(this + " saw " + id + ", which nobody was acknowledged");
      }
      entries.add(new Seen.Message(place, id));
    }
    return new Seen(toString(), entries);
  }

  private synchronized void note(Id id) {
    seen.add(id);
  }
}
