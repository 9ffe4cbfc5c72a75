package dev.fanfare.history;

import dev.fanfare.history.History.Appended;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest publications of one room, with their positions. Not thread-safe; no clock, no I/O: the
 * same calls give the same log. {@code first} is the oldest offset that is kept, {@code head} the
 * newest ever given; with nothing kept, {@code first} is {@code head + 1}.
 */
public final class RoomLog {
  private static final int SMALLEST_RING = 8;

  private final RoomName room;
  private final String epoch;
  private final Retention retention;
  private final RecentKeys keys;

  /** A publication lies at its offset modulo the length, which is a power of two. */
  private @Nullable Publication[] ring = new @Nullable Publication[SMALLEST_RING];

  private long first;
  private long head;
  private long bytes;
  private long lastTime;

  /** An empty log in a new life of the room. */
  public RoomLog(RoomName room, String epoch, Retention retention) {
    this(new Position(epoch, 0), room, retention);
  }

  /** A log of which only the head is known. */
  RoomLog(Position head, RoomName room, Retention retention) {
    this.room = room;
    this.epoch = head.epoch();
    this.head = head.offset();
    this.first = this.head + 1;
    this.retention = retention;
    this.keys = new RecentKeys(retention.dedupMillis());
  }

  /** Gives the draft the next position and keeps it, unless its key is known. */
  public Appended append(Draft draft, long now) {
    keys.trim(now);
    String key = draft.key();
    if (key != null) {
      long known = keys.find(key, now);
      if (known != 0) {
        return new Appended(new Position(epoch, known), null);
      }
      keys.add(key, head + 1, now);
    }
    Position position = new Position(epoch, head + 1);
    Publication stored =
        new Publication(
            room, position, now, draft.from(), draft.to(), draft.body(), draft.session());
    put(stored);
    trim(now);
    return new Appended(position, stored);
  }

  /** Keeps a publication that got the next position elsewhere. */
  void put(Publication publication) {
    if (publication.offset() != head + 1) {
      throw new IllegalArgumentException(publication.position() + " does not follow " + head());
    }
    lastTime = publication.time();
    if (retention.messages() == 0) {
      head++;
      first = head + 1;
      return;
    }
    makePlace();
    head++;
    ring[index(head)] = publication;
    bytes += publication.weight();
    while (size() > 1 && (size() > retention.messages() || bytes > retention.roomBytes())) {
      dropOldest();
    }
  }

  /** Remembers a key that was seen elsewhere. */
  void putKey(String key, long offset, long time) {
    keys.add(key, offset, time);
  }

  /** Shows each key, oldest first: with the publications, all that a copy needs. */
  void visitKeys(RecentKeys.Visitor visitor) {
    keys.visit(visitor);
  }

  /** Keeps one more at the old end, as far as there is place: whether there was. */
  boolean putBefore(Publication publication) {
    if (publication.offset() != first - 1) {
      throw new IllegalArgumentException(publication.position() + " does not precede " + first);
    }
    if (size() >= retention.messages() || bytes + publication.weight() > retention.roomBytes()) {
      return false;
    }
    makePlace();
    first--;
    ring[index(first)] = publication;
    bytes += publication.weight();
    return true;
  }

  /** Forgets what is too old. */
  public void trim(long now) {
    keys.trim(now);
    while (size() > 0 && get(first).time() < now - retention.ageMillis()) {
      dropOldest();
    }
  }

  /** Forgets the oldest publication that is kept. */
  void dropOldest() {
    bytes -= get(first).weight();
    ring[index(first)] = null;
    first++;
    if (size() == 0) {
      ring = new @Nullable Publication[SMALLEST_RING];
    }
  }

  void forgetKeys() {
    keys.clear();
  }

  /** At most {@code limit} (at least one) publications, oldest first. */
  public Page after(Since since, int limit) {
    return after(since, limit, head);
  }

  /** The same for who may not see what is behind an offset. */
  Page after(Since since, int limit, long upTo) {
    Span span = span().upTo(upTo);
    return page(span, span.after(since, limit));
  }

  /**
   * The last {@code limit} (at least one) publications before a position; none, and a gap, if it
   * was never given here.
   */
  public Page before(@Nullable Position before, int limit) {
    return before(before, limit, head);
  }

  /** The same for who may not see what is behind an offset. */
  Page before(@Nullable Position before, int limit, long upTo) {
    Span span = span().upTo(upTo);
    return page(span, span.before(before, limit));
  }

  public Position head() {
    return new Position(epoch, head);
  }

  /** Whether the room may be forgotten: nothing kept, and no position lately given. */
  public boolean isIdle(long now) {
    return size() == 0 && keys.isEmpty() && lastTime < now - retention.idleMillis();
  }

  /** How many are kept. */
  public int size() {
    return (int) (head - first + 1);
  }

  /** What is kept, publications and keys, in bytes. */
  public long weight() {
    return bytes + keys.weight();
  }

  RoomName room() {
    return room;
  }

  Retention retention() {
    return retention;
  }

  /** When the newest publication came, 0 if none did. */
  long lastTime() {
    return lastTime;
  }

  /** Says when the newest publication came, for a log that got only the head from elsewhere. */
  void lastTime(long time) {
    lastTime = time;
  }

  /** The oldest offset that is kept; {@code head + 1} if none is. */
  long first() {
    return first;
  }

  Span span() {
    return new Span(head(), first);
  }

  private Page page(Span span, Span.Part part) {
    List<Publication> messages = new ArrayList<>((int) Math.max(0, part.to() - part.from() + 1));
    for (long offset = part.from(); offset <= part.to(); offset++) {
      messages.add(get(offset));
    }
    Position base = new Position(epoch, part.from() - 1);
    return new Page(base, messages, span.head(), part.more(), part.gap());
  }

  private Publication get(long offset) {
    Publication publication = ring[index(offset)];
    if (publication == null) {
      throw new IllegalStateException("Nothing at " + epoch + "-" + offset);
    }
    return publication;
  }

  private void makePlace() {
    if (size() < ring.length) {
      return;
    }
    @Nullable Publication[] larger = new @Nullable Publication[2 * ring.length];
    for (long offset = first; offset <= head; offset++) {
      larger[(int) (offset & (larger.length - 1))] = ring[index(offset)];
    }
    ring = larger;
  }

  private int index(long offset) {
    return (int) (offset & (ring.length - 1));
  }
}
