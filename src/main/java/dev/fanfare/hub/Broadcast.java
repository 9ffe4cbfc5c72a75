package dev.fanfare.hub;

import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import java.util.List;

/**
 * Consecutive messages of one room on their way to all its subscriptions in one turn of the loop.
 *
 * @param before the place before the first message
 * @param last the place of the last message
 */
record Broadcast(Position before, Position last, List<Event.Message> messages, Shared shared) {

  static Broadcast of(Position before, List<Event.Message> messages) {
    return new Broadcast(
        before,
        messages.get(messages.size() - 1).publication().position(),
        messages,
        new Shared(messages));
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
