package dev.fanfare.history;

import dev.fanfare.message.Clocks;
import java.util.ArrayList;
import java.util.List;

/**
 * The clock of a SQLite history. It only goes forward, and ages are counted by it; but the times in
 * the file are the wall clock's, which may jump. So it remembers on which course the wall clock
 * was, and since when, while the process lives: what is in the file does not get older by a jump.
 *
 * <p>Any thread; who compares reads one reference, and only a jump takes the monitor.
 */
final class SqliteClock {
  /** A smaller step is no jump: an age may be wrong by so much. */
  private static final long JUMP_MILLIS = 100;

  /** If the wall clock jumps more often within an age, what is in the file is kept longer. */
  static final int MOST_COURSES = 256;

  private static final long ALWAYS = Long.MIN_VALUE / 2;

  private final Clocks clocks;
  private volatile List<Course> courses; // newest first
  private volatile long looked; // the newest course had not ended

  SqliteClock(Clocks clocks) {
    this.clocks = clocks;
    this.looked = clocks.steady().getAsLong();
    this.courses = List.of(new Course(ALWAYS, ALWAYS, clocks.wall().getAsLong() - looked));
  }

  /**
   * Milliseconds that only go forward. Looks whether the wall clock jumped, too: so it must be
   * asked after a time was taken from the wall clock, and before that time is in the file.
   */
  long now() {
    long now = clocks.steady().getAsLong(); // before the wall: it was on its course until then
    if (isOnCourse(clocks.wall().getAsLong() - now)) {
      if (looked != now) {
        looked = now;
      }
    } else {
      changeCourse();
    }
    return now;
  }

  /** The lowest time that the wall clock showed since then: what has a lower one is older. */
  long shownSince(long then) {
    long lowest = Long.MAX_VALUE;
    for (Course course : courses) {
      lowest = Math.min(lowest, course.ahead + Math.max(course.from, then));
      if (course.seen < then) {
        break;
      }
    }
    return lowest;
  }

  /** When the wall clock showed that time; the last moment of several, and not one to come. */
  long whenShown(long time) {
    for (Course course : courses) {
      long then = time - course.ahead;
      if (then >= course.from) {
        return Math.min(then, looked);
      }
    }
    return ALWAYS;
  }

  private synchronized void changeCourse() {
    long wall = clocks.wall().getAsLong();
    long now = clocks.steady().getAsLong(); // after the wall: the old course has ended by then
    if (isOnCourse(wall - now)) {
      return; // another thread was first
    }
    List<Course> changed = new ArrayList<>(courses);
    changed.add(0, new Course(looked, now, wall - now));
    if (changed.size() > MOST_COURSES) {
      Course oldest = changed.remove(MOST_COURSES);
      Course next = changed.remove(MOST_COURSES - 1);
      changed.add(new Course(oldest.from, oldest.seen, Math.min(oldest.ahead, next.ahead)));
    }
    courses = List.copyOf(changed);
    looked = now;
  }

  private boolean isOnCourse(long ahead) {
    return Math.abs(ahead - courses.get(0).ahead) < JUMP_MILLIS;
  }

  /**
   * How far the wall clock is ahead of this one, from one jump to the next. The jump happened
   * between two looks.
   *
   * @param from the look before: it was not on this course yet
   * @param seen the look after: it was on no other course any more
   */
  private record Course(long from, long seen, long ahead) {}
}
