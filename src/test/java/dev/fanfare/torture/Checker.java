package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what was acknowledged with what everybody saw. One use, one thread. The letters:
 *
 * <ul>
 *   <li>a: an acknowledged message is seen exactly once by each subscriber, unless a gap says that
 *       it may be missing; and each subscriber comes to the end of the room
 *   <li>b: positions increase, over reconnects too
 *   <li>c: no message is stored twice
 *   <li>d: what one publisher said is stored in the order in which it was said
 *   <li>e: a hole is announced by a gap
 *   <li>f: nobody sees something else at the same position
 *   <li>g: no position is acknowledged for two messages
 * </ul>
 */
final class Checker {
  private static final int MOST_VIOLATIONS = 50;

  private final Map<Position, Id> acked = new HashMap<>();
  private final Map<Position, Source> stored = new HashMap<>();
  private final Map<Follower.Place, Position> places = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private int delivered;
  private int gaps;
  private int emptyGaps;
  private int reconnects;

  /** Who told what is at a position. */
  private record Source(Id id, String who) {}

  private Checker() {}

  /**
   * @param head the room's newest position, after which nothing was published
   */
  static Report check(List<Ack> acks, List<Seen> logs, Position head) {
    Checker checker = new Checker();
    acks.forEach(checker::acknowledged);
    for (Seen log : logs) {
      checker.follow(log, acks, head);
    }
    checker.publishersInOrder();
    return new Report(
        checker.violations,
        acks.size(),
        checker.delivered,
        checker.gaps,
        checker.emptyGaps,
        checker.reconnects);
  }

  private void acknowledged(Ack ack) {
    Id other = acked.putIfAbsent(ack.position(), ack.id());
    if (other != null && !other.equals(ack.id())) {
      broken('g', ack.position() + " was acknowledged for " + other + " and for " + ack.id());
    } else {
      stored(ack.position(), ack.id(), "the publisher");
    }
  }

  private void stored(Position position, Id id, String who) {
    Source known = stored.putIfAbsent(position, new Source(id, who));
    if (known != null && !known.id().equals(id)) {
      broken(
          'f',
          "%s is %s for %s and %s for %s".formatted(position, known.id(), known.who(), id, who));
      return;
    }
    Position other = places.putIfAbsent(new Follower.Place(id, position.epoch()), position);
    if (other != null && !other.equals(position)) {
      broken('c', id + " is stored at " + other + " and at " + position);
    }
  }

  private void follow(Seen log, List<Ack> acks, Position head) {
    String who = log.subscriber();
    Follower follower =
        new Follower(complaint -> broken(complaint.charAt(0), who + complaint.substring(1)));
    int connections = 0;
    for (Seen.Entry entry : log.entries()) {
      if (entry instanceof Seen.Connected connected) {
        connections++;
        follower.connected(connected.after());
      } else if (entry instanceof Seen.Message message) {
        delivered++;
        follower.message(message.position(), message.id());
        stored(message.position(), message.id(), who);
      } else if (entry instanceof Seen.Gap gap) {
        gaps++;
        follower.gap(gap.base());
      } else if (entry instanceof Seen.Whole whole) {
        follower.whole(whole.upTo());
      }
    }
    reconnects += Math.max(0, connections - 1);
    emptyGaps += follower.emptyGaps();
    follower.end(acks, head);
  }

  private void publishersInOrder() {
    List<Position> positions = new ArrayList<>(stored.keySet());
    positions.sort(Comparator.comparing(Position::epoch).thenComparing(Position::offset));
    Map<Follower.Place, Id> lasts = new HashMap<>();
    for (Position position : positions) {
      Id id = stored.get(position).id();
      Id before = lasts.put(new Follower.Place(new Id(id.publisher(), 0), position.epoch()), id);
      if (before != null && before.sequence() > id.sequence()) {
        broken('d', id + " at " + position + " comes after " + before);
      }
    }
  }

  private void broken(char promise, String how) {
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(promise + ": " + how);
    } else if (violations.size() == MOST_VIOLATIONS) {
      violations.add("and more");
    }
  }
}
