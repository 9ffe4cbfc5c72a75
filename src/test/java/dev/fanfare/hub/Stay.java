package dev.fanfare.hub;

import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may be told of one room, said in the simplest way: each message after the one
 * before, once, or first a gap that says from where on.
 */
final class Stay {
  private final String session;
  private final boolean echo;
  private final boolean tells;
  private final Map<Position, String> senders;
  private @Nullable Position at;
  private boolean in;
  private boolean fresh;
  private int gaps;

  /**
   * @param tells whether it is told of gaps; else it is only in order
   * @param senders which session sent a message
   */
  Stay(String session, boolean echo, boolean tells, Map<Position, String> senders) {
    this.session = session;
    this.echo = echo;
    this.tells = tells;
    this.senders = senders;
  }

  /** From now on it is to get what comes after a position. */
  void begins(Position start) {
    in = true;
    fresh = true;
    at = start;
  }

  /** Follows all that it was told; fails at the first event that should not be. */
  void follow(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.Joined joined) {
        joined(joined);
      } else if (event instanceof Event.Left) {
        in = false;
      } else if (event instanceof Event.Gap gap) {
        gap(gap.position());
      } else if (event instanceof Event.Message message) {
        message(message.publication().position());
      }
    }
  }

  private void joined(Event.Joined joined) {
    if (in) {
      return; // again: nothing is replayed
    }
    begins(joined.position());
    if (joined.ref() != null && !joined.ref().isEmpty()) {
      at = joined.recovered() ? Position.parse(joined.ref()) : null;
    }
    gaps += joined.recovered() ? 0 : 1;
  }

  private void gap(Position to) {
    require(in, "A gap after it left: " + to);
    require(
        fresh || at == null || !to.epoch().equals(at.epoch()) || to.offset() > at.offset(),
        "A gap that goes back from " + at + " to " + to);
    at = to;
    fresh = false;
    gaps++;
  }

  private void message(Position position) {
    require(in, "A message after it left: " + position);
    if (at != null && !tells) {
      require(
          fresh || !at.epoch().equals(position.epoch()) || position.offset() > at.offset(),
          position + " came after " + at);
    } else if (at != null) {
      require(position.epoch().equals(at.epoch()), position + " came after " + at);
      require(position.offset() > at.offset(), position + " came after " + at);
      requireOnlyOwnBetween(at, position);
    }
    require(echo || !session.equals(senders.get(position)), "Its own came back: " + position);
    at = position;
    fresh = false;
  }

  private void requireOnlyOwnBetween(Position from, Position to) {
    for (long offset = from.offset() + 1; offset < to.offset(); offset++) {
      boolean own = !echo && session.equals(senders.get(from.at(offset)));
      require(own, from.at(offset) + " is missing before " + to);
    }
  }

  boolean isIn() {
    return in;
  }

  int gaps() {
    return gaps;
  }

  /** Fails unless it got everything up to the room's head. */
  void requireLevel(Position head) {
    if (in && tells && at != null) {
      require(at.epoch().equals(head.epoch()), "It stands at " + at + " and the room at " + head);
      requireOnlyOwnBetween(at, head.at(head.offset() + 1));
    }
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new AssertionError(complaint);
    }
  }
}
