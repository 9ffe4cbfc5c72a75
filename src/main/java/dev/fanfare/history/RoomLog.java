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
 *
 * <p>Two times: {@code time}, on the wall, is what people are told; {@code came} and {@code now},
 * on one clock of whoever keeps the log, say how old something is. Both in milliseconds.
 */
public final class RoomLog {
  private final RoomName room;
  private final String epoch;
  private final Retention retention;
  private final RecentKeys keys;
  private final Kept kept;
  private long lastTime;
  private long lastCame;

  /** An empty log in a new life of the room. */
  public RoomLog(RoomName room, String epoch, Retention retention) {
    this(new Position(epoch, 0), room, retention);
  }

  /** A log of which only the head is known. */
  RoomLog(Position head, RoomName room, Retention retention) {
    this.room = room;
    this.epoch = head.epoch();
    this.kept = new Kept(head.offset());
    this.retention = retention;
    this.keys = new RecentKeys(retention.dedupMillis());
  }

  /** Gives the draft the next position and keeps it, unless its key is known. */
  public Appended append(Draft draft, long time, long now) {
    keys.trim(now);
    long known = draft.key() == null ? 0 : keys.find(draft.key(), now);
    if (known != 0) {
      return new Appended(new Position(epoch, known), null);
    }
    Publication stored = store(draft, time, now);
    return new Appended(stored.position(), stored);
  }

  /** Gives the draft the next position and keeps it, whatever is known of its key here. */
  Publication store(Draft draft, long time, long now) {
    Position position = new Position(epoch, kept.head() + 1);
    if (draft.key() != null) {
      keys.add(draft.key(), position.offset(), now);
    }
    Publication stored =
        new Publication(
            room, position, time, draft.from(), draft.to(), draft.body(), draft.session());
    put(stored, now);
    trim(now);
    return stored;
  }

  /** Keeps a publication that got the next position elsewhere. */
  void put(Publication publication, long when) {
    if (publication.offset() != kept.head() + 1) {
      throw new IllegalArgumentException(publication.position() + " does not follow " + head());
    }
    lastTime = publication.time();
    lastCame = when;
    if (retention.messages() == 0) {
      kept.skip();
      return;
    }
    kept.addAfter(publication, when);
    while (size() > 1 && (size() > retention.messages() || kept.bytes() > retention.roomBytes())) {
      dropOldest();
    }
  }

  /** Remembers a key that was seen elsewhere. */
  void putKey(String key, long offset, long came) {
    keys.add(key, offset, came);
  }

  /** Shows each key, oldest first: with the publications, all that a copy needs. */
  void visitKeys(RecentKeys.Visitor visitor) {
    keys.visit(visitor);
  }

  /** Shows each publication, oldest first. */
  void visit(Visitor visitor) {
    for (long offset = kept.first(); offset <= kept.head(); offset++) {
      visitor.see(kept.get(offset), kept.came(offset));
    }
  }

  /** Keeps one more at the old end, as far as there is place: whether there was. */
  boolean putBefore(Publication publication, long when) {
    if (publication.offset() != first() - 1) {
      throw new IllegalArgumentException(publication.position() + " does not precede " + first());
    }
    if (size() >= retention.messages()
        || kept.bytes() + publication.weight() > retention.roomBytes()) {
      return false;
    }
    kept.addBefore(publication, when);
    return true;
  }

  /** Forgets what is too old. */
  public void trim(long now) {
    keys.trim(now);
    while (size() > 0 && kept.came(first()) < now - retention.ageMillis()) {
      dropOldest();
    }
  }

  /** Forgets the oldest publication that is kept. */
  void dropOldest() {
    kept.dropFirst();
  }

  void forgetOldestKey() {
    keys.dropOldest();
  }

  /** The part of {@link #weight} that is not that of publications. */
  long keysWeight() {
    return keys.weight();
  }

  /** At most {@code limit} (at least one) publications, oldest first. */
  public Page after(Since since, int limit) {
    return after(since, limit, kept.head());
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
    return before(before, limit, kept.head());
  }

  /** The same for who may not see what is behind an offset. */
  Page before(@Nullable Position before, int limit, long upTo) {
    Span span = span().upTo(upTo);
    return page(span, span.before(before, limit));
  }

  public Position head() {
    return new Position(epoch, kept.head());
  }

  /** Whether the room may be forgotten: nothing kept, and no position lately given. */
  public boolean isIdle(long now) {
    return size() == 0 && keys.isEmpty() && lastCame < now - retention.idleMillis();
  }

  /** How many are kept. */
  public int size() {
    return kept.size();
  }

  /** What is kept, publications and keys, in bytes. */
  public long weight() {
    return kept.bytes() + keys.weight();
  }

  RoomName room() {
    return room;
  }

  Retention retention() {
    return retention;
  }

  /** The time of the newest publication, 0 if there was none. */
  long lastTime() {
    return lastTime;
  }

  /** When the newest publication came. */
  long lastCame() {
    return lastCame;
  }

  /** Says that of the newest publication, for a log that got only the head from elsewhere. */
  void last(long time, long when) {
    lastTime = time;
    lastCame = when;
  }

  /** The oldest offset that is kept; {@code head + 1} if none is. */
  long first() {
    return kept.first();
  }

  Span span() {
    return new Span(head(), first());
  }

  private Page page(Span span, Span.Part part) {
    List<Publication> messages = new ArrayList<>((int) Math.max(0, part.to() - part.from() + 1));
    for (long offset = part.from(); offset <= part.to(); offset++) {
      messages.add(kept.get(offset));
    }
    Position base = new Position(epoch, part.from() - 1);
    return new Page(base, messages, span.head(), part.more(), part.gap());
  }

  /** Sees one publication, and when it came. */
  @FunctionalInterface
  interface Visitor {
    void see(Publication publication, long came);
  }
}
