package dev.fanfare.history;

import dev.fanfare.message.Position;
import dev.fanfare.message.Since;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets of a room are kept, and so what a reader gets: every store asks here.
 *
 * @param head the newest position ever given
 * @param first the oldest offset that is kept; one more than the head's if none is
 */
record Span(Position head, long first) {

  /** The offsets of a page, both ends included; none if {@code to < from}. */
  record Part(long from, long to, boolean more, boolean gap) {}

  /** The same for who may not see what is behind an offset. */
  Span upTo(long offset) {
    return offset >= head.offset() ? this : new Span(head.at(offset), Math.min(first, offset + 1));
  }

  /** Whether everything after the position is kept. */
  boolean holdsAfter(Position position) {
    return position.epoch().equals(head.epoch())
        && position.offset() >= first - 1
        && position.offset() <= head.offset();
  }

  /** At most {@code limit} (at least one) from {@code since} on. */
  Part after(Since since, int limit) {
    if (since instanceof Since.Now) {
      return new Part(head.offset() + 1, head.offset(), false, false);
    }
    boolean gap = since instanceof Since.After after && !holdsAfter(after.position());
    long from = since instanceof Since.After after && !gap ? after.position().offset() + 1 : first;
    long to = Math.min(head.offset(), from + Math.max(1, limit) - 1);
    return new Part(from, to, to < head.offset(), gap);
  }

  /** The last {@code limit} (at least one) before a position; none, and a gap, if it is unknown. */
  Part before(@Nullable Position before, int limit) {
    if (before != null
        && !(before.epoch().equals(head.epoch()) && before.offset() <= head.offset())) {
      return new Part(head.offset() + 1, head.offset(), false, true);
    }
    long to = before == null ? head.offset() : before.offset() - 1;
    long from = Math.max(first, to - Math.max(1, limit) + 1);
    return new Part(from, to, from > first, false);
  }
}
