package dev.fanfare.hub;

import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import java.util.List;

/**
 * Consecutive messages of one room on their way to all its subscriptions in one turn of the loop.
 *
 * @param before the place before the first message
 * @param after the place of the last message
 * @param last nothing else follows for anybody in this turn
 */
record Broadcast(
    Position before, Position after, List<Event.Message> messages, Shared shared, boolean last) {

  static Broadcast of(Position before, List<Event.Message> messages, boolean last) {
    return new Broadcast(
        before,
        messages.get(messages.size() - 1).publication().position(),
        messages,
        new Shared(messages),
        last);
  }

  /** Sends all of it to one outbox. */
  void writeTo(Outbox outbox, Encoding encoding) {
    Chunk chunk = shared.in(encoding);
    if (chunk == null) {
      return;
    }
    if (last) {
      outbox.writeAndFlush(chunk);
    } else {
      outbox.write(chunk);
    }
  }

  /** Whether the session sent one of them. */
  boolean holdsOneOf(String session) {
    for (Event.Message message : messages) {
      if (message.publication().session().equals(session)) {
        return true;
      }
    }
    return false;
  }
}
