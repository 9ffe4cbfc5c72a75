package dev.fanfare.history;

import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored streams of all rooms: it gives each publication its position and keeps it.
 *
 * <p>Callable from any loop; answers come on the caller's context. Failures are {@link
 * dev.fanfare.message.Refusal}s, mostly {@code unavailable}: then nothing may be delivered or
 * acknowledged. Reading goes on while writing fails, if the store can. A room that nobody wrote to
 * is empty, never unknown.
 */
public interface History {

  /**
   * Stores a batch in one room, in order, whole or not at all.
   *
   * @param time the publications': milliseconds since 1970, for people. What is too old, and which
   *     keys are known still, each history knows by a clock of its own.
   * @return one answer per draft, in order, after it is kept as durably as this history promises
   */
  Future<List<Appended>> append(RoomName room, List<Draft> batch, long time);

  /** At most {@code limit} publications from {@code since} on, oldest first. */
  Future<Page> after(RoomName room, Since since, int limit);

  /**
   * The last {@code limit} publications before a position ({@code null}: of all), oldest first;
   * {@code more} says that older ones are kept.
   */
  Future<Page> before(RoomName room, @Nullable Position before, int limit);

  /**
   * The newest position; {@code <epoch>-0} in an empty room, and that stays valid after its first
   * publication.
   */
  Future<Position> head(RoomName room);

  /**
   * Whether it is as it should be; if not, it is about to mend itself, and what needs it much had
   * better wait a little. Cheap.
   */
  default boolean isSettled() {
    return true;
  }

  /** Finishes what is under way and lets go of everything. */
  Future<Void> close();

  /**
   * @param position where it is stored; for a repeated key the place of the first
   * @param stored what was stored just now, null for a repeated key
   */
  record Appended(Position position, @Nullable Publication stored) {}

  /**
   * @param base the position just before the first of {@code messages}: reading after it gives
   *     exactly these
   * @param messages oldest first
   * @param head the room's newest position at that moment
   * @param more there are more in the direction of reading
   * @param gap the wanted start is not kept or not known here: the page starts at the oldest kept
   */
  record Page(Position base, List<Publication> messages, Position head, boolean more, boolean gap) {
    public Page {
      messages = List.copyOf(messages);
    }

    /** What to hand back to read on: the last of the messages if there are more, else the head. */
    public Position next() {
      return more && !messages.isEmpty() ? messages.get(messages.size() - 1).position() : head;
    }
  }
}
