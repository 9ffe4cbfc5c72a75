package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes along with one subscriber and complains of holes and repeats. One use, one thread. */
final class Follower {
  private final Consumer<String> complaints;
  private final Map<Place, Integer> times = new HashMap<>();
  private final List<Span> excused = new ArrayList<>();
  private final Set<String> epochs = new HashSet<>();
  private @Nullable Position at;
  private boolean toldOfGap;
  private int emptyGaps;

  /** A message in one life of the room: what was not acknowledged may be said again in the next. */
  record Place(Id id, String epoch) {}

  /** Offsets of one epoch that need not have been seen, the last included. */
  private record Span(String epoch, long first, long last) {
    boolean holds(Position position) {
      return epoch.equals(position.epoch())
          && first <= position.offset()
          && position.offset() <= last;
    }
  }

  /**
   * @param complaints get the letter of a broken promise and the rest of a sentence that begins
   *     with the subscriber
   */
  Follower(Consumer<String> complaints) {
    this.complaints = complaints;
  }

  void connected(@Nullable Position after) {
    if (at == null && after != null) {
      startsAfter(after);
    } else if (at != null && !at.equals(after)) {
      complaints.accept("b came back with " + after + " though it was at " + at);
    }
  }

  void message(Position position, Id id) {
    times.merge(new Place(id, position.epoch()), 1, Integer::sum);
    Position before = position.at(position.offset() - 1);
    if (at == null) {
      startsAfter(before);
    } else if (toldOfGap) {
      jump(before);
    } else if (!at.epoch().equals(position.epoch())) {
      complaints.accept("e was at " + at + " and got " + position + " without a gap");
    } else if (position.offset() <= at.offset()) {
      complaints.accept("b got " + position + " (" + id + ") when it was at " + at + " already");
      return;
    } else if (!at.equals(before)) {
      complaints.accept("e was at " + at + " and got " + position + " without a gap");
    }
    toldOfGap = false;
    move(position);
  }

  void gap(@Nullable Position base) {
    if (base == null) {
      toldOfGap = true;
    } else {
      jump(base);
    }
  }

  void whole(Position upTo) {
    if (at == null) {
      startsAfter(upTo);
    } else if (toldOfGap) {
      jump(upTo);
    } else if (!at.equals(upTo)) {
      complaints.accept("e was at " + at + " and was told to be whole up to " + upTo);
      move(upTo);
    }
  }

  int emptyGaps() {
    return emptyGaps;
  }

  /** Everything that came is there: what was owed? */
  void end(List<Ack> acks, Position head) {
    if (!head.equals(at)) {
      complaints.accept("a ended at " + at + ", the room at " + head);
    }
    for (Ack ack : acks) {
      int seen = times.getOrDefault(new Place(ack.id(), ack.position().epoch()), 0);
      if (seen == 0 && !mayMiss(ack.position())) {
        complaints.accept("a did not see " + ack.id() + " at " + ack.position());
      } else if (seen > 1) {
        complaints.accept("a saw " + ack.id() + " " + seen + " times");
      }
    }
  }

  private boolean mayMiss(Position position) {
    boolean passedOver = epochs.size() > 1 && !epochs.contains(position.epoch());
    return passedOver || excused.stream().anyMatch(span -> span.holds(position));
  }

  private void startsAfter(Position position) {
    excused.add(new Span(position.epoch(), 1, position.offset()));
    move(position);
  }

  /** Something is missing, and the subscriber knows. */
  private void jump(Position base) {
    toldOfGap = false;
    Position from = at;
    if (from == null) {
      startsAfter(base);
      return;
    }
    if (!from.epoch().equals(base.epoch())) {
      excused.add(new Span(from.epoch(), from.offset() + 1, Long.MAX_VALUE));
      excused.add(new Span(base.epoch(), 1, base.offset()));
    } else if (base.offset() > from.offset()) {
      excused.add(new Span(base.epoch(), from.offset() + 1, base.offset()));
    } else if (base.offset() == from.offset()) {
      emptyGaps++;
    } else {
      complaints.accept("b was at " + from + " and a gap put it back to " + base);
    }
    move(base);
  }

  private void move(Position position) {
    at = position;
    epochs.add(position.epoch());
  }
}
