package dev.fanfare.hub;

import dev.fanfare.message.Position;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * What a room delivered last on this loop, so that who is only a little behind needs no history: a
 * bounded run of segments without a hole. Encoded forms stay with them only while somebody is
 * behind. Owned by its {@link Room}.
 */
final class Ring {
  /** Of messages and encoded forms, for one room; the loop has a bound of its own. */
  static final long MOST_BYTES = 1024 * 1024;

  private final Rings loop;
  private final ArrayDeque<Segment> segments = new ArrayDeque<>(1);
  private Position before;
  private long bytes;
  private int behind;
  private boolean closed;

  /**
   * @param start up to where the room was delivered before this
   */
  Ring(Rings loop, Position start) {
    this.loop = loop;
    this.before = start;
  }

  /** Somebody is no longer served live. */
  void fellBehind() {
    behind++;
  }

  /** Somebody is served live again, or is gone. */
  void isLevel() {
    behind--;
    if (behind == 0) {
      forgetForms();
    }
  }

  /** Gives the encoded forms back; they are made again if they are wanted again. */
  void forgetForms() {
    for (Segment segment : segments) {
      segment.release();
      count(segment);
    }
  }

  /** Takes over what was delivered to everybody who could take it. */
  void add(Segment segment) {
    if (behind == 0) {
      segment.release();
    }
    if (!endsAt(segment.before())) {
      restart(segment.before());
    }
    if (!closed && loop.take(segment, this)) {
      segments.addLast(segment);
      count(segment);
      trim();
    } else {
      segment.release();
      restart(segment.last());
    }
  }

  /** Whether everything that was delivered after a position is here. */
  boolean reaches(Position position) {
    return position.offset() >= before.offset() && position.epoch().equals(before.epoch());
  }

  /**
   * Hands on, oldest first, the segments that have something after a position, while {@code taker}
   * wants more. It may end its session, and with it this room.
   */
  void after(Position position, Predicate<Segment> taker) {
    Iterator<Segment> all = segments.iterator();
    boolean more = true;
    while (more && all.hasNext()) {
      Segment segment = all.next();
      if (segment.last().offset() > position.offset()) {
        more = taker.test(segment);
        if (!segments.isEmpty()) {
          count(segment);
        }
      }
    }
    trim();
  }

  /** The place before the newest message, or {@code head} if that is not here. */
  Position beforeNewest(Position head) {
    Segment newest = segments.peekLast();
    return newest == null ? head : newest.beforeNewest();
  }

  /** Size of the body of the newest message; 0 if that is not here. */
  int newestBytes() {
    Segment newest = segments.peekLast();
    return newest == null ? 0 : newest.newestBytes();
  }

  /** The room goes on elsewhere. */
  void restart(Position start) {
    clear();
    before = start;
  }

  /** The room is forgotten: gives everything back, and keeps nothing from now on. */
  void close() {
    closed = true;
    clear();
  }

  /** Gives everything back. */
  void clear() {
    while (!segments.isEmpty()) {
      dropOldest();
    }
  }

  /** Forgets the oldest segment. */
  void dropOldest() {
    Segment oldest = segments.removeFirst();
    before = oldest.last();
    oldest.release();
    loop.dropped(oldest);
    bytes -= oldest.counted();
  }

  private boolean endsAt(Position position) {
    Segment newest = segments.peekLast();
    return (newest == null ? before : newest.last()).equals(position);
  }

  private void count(Segment segment) {
    long growth = segment.growth();
    bytes += growth;
    loop.grew(growth);
  }

  private void trim() {
    while (bytes > MOST_BYTES && segments.size() > 1) {
      dropOldest();
    }
    loop.trim();
  }
}
