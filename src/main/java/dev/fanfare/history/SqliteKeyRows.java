package dev.fanfare.history;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The rows of {@code recent_key}: the id of the next, and up to which id nobody needs them any
 * more. Ids are in the order in which keys came, so a few marks (up to this id all came by then)
 * say how old rows are, by a clock that only goes forward. The wall clock's times in the rows do
 * not say it: one that was ahead for a while leaves times that are still to come.
 *
 * <p>Owned by the writer's thread. All times are {@link SqliteClock#now}.
 */
final class SqliteKeyRows {
  private static final int MARKS_PER_WINDOW = 16;
  private static final long LEAST_APART_MILLIS = 1_000;

  private final long window;
  private final long apart;
  private final Deque<Mark> marks = new ArrayDeque<>(); // oldest first
  private long last;
  private long over;

  /**
   * @param window milliseconds for which a key is known
   */
  SqliteKeyRows(long window) {
    this.window = window;
    this.apart = Math.max(LEAST_APART_MILLIS, window / MARKS_PER_WINDOW);
  }

  /** A row that the file has; the one with the lowest id first. */
  void found(long id, long came, long now) {
    if (marks.isEmpty() && came + window <= now) {
      last = id;
      over = id;
    } else {
      add(id, came);
    }
  }

  /** The id of a new row. None is given twice, so a mark never means a row that came later. */
  long next(long now) {
    add(last + 1, now);
    return last;
  }

  /** The last row whose window is over, with all before it; 0 if there is none. */
  long over(long now) {
    for (Mark oldest = marks.peek();
        oldest != null && oldest.came + window <= now;
        oldest = marks.peek()) {
      over = oldest.id;
      marks.remove();
    }
    return over;
  }

  int marks() {
    return marks.size();
  }

  private void add(long id, long came) {
    Mark newest = marks.peekLast();
    if (newest == null || came - newest.from >= apart) {
      marks.add(new Mark(came, came, id));
    } else {
      marks.removeLast();
      marks.add(new Mark(newest.from, Math.max(newest.came, came), id));
    }
    last = id;
  }

  /**
   * @param from when the first of these rows came
   * @param came by then the row had come, and all before it
   */
  private record Mark(long from, long came, long id) {}
}
