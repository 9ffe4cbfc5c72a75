package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Follows the bare pipe from before the first message to the last. It is told no positions; they
 * are looked up afterwards. If it may come back, it asks its publishers where it was. Owned by its
 * thread.
 */
final class RawSubscriber extends Worker {
  private final Target target;
  private final @Nullable Acks acks;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final List<Id> seen = new ArrayList<>();

  RawSubscriber(String name, Target target) {
    this(name, target, null);
  }

  /**
   * @param acks null: it does not come back when its connection ends
   */
  RawSubscriber(String name, Target target, @Nullable Acks acks) {
    super(name);
    this.target = target;
    this.acks = acks;
  }

  /** Done when whatever is published will be seen. */
  CompletableFuture<Void> connected() {
    return connected;
  }

  @Override
  void work() throws IOException, InterruptedException {
    boolean finished = false;
    while (!finished) {
      Id last = last();
      String since = last == null || acks == null ? "" : "&since=" + acks.await(last);
      try (Socket socket = Socket.raw(target.socket("room=" + target.room() + since))) {
        connected.complete(null);
        while (!finished) {
          Id id = Id.read(socket.next());
          note(id);
          finished = id.publisher().equals(Subscriber.LAST);
        }
      } catch (IOException failed) {
        ended(failed);
        if (acks == null) {
          throw failed;
        }
      } finally {
        connected.complete(null);
      }
    }
  }

  private synchronized @Nullable Id last() {
    return seen.isEmpty() ? null : seen.get(seen.size() - 1);
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
