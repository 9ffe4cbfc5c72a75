package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Follows the room to a last message and notes what it sees; comes back with its position whenever
 * its connection ends. A flapping one ends it itself, again and again. Owned by its thread; what it
 * saw may be asked for from any.
 */
abstract class Subscriber extends Worker {
  /** Whoever publishes under this name ends it all. */
  static final String LAST = "last";

  private static final int MOST_PER_CONNECTION = 300;

  final Target target;
  final Random random;
  private final boolean flapping;
  private final List<Seen.Entry> seen = new ArrayList<>();
  private @Nullable Lags lags;
  private volatile @Nullable Position at;
  private int left;
  private boolean finished;

  /**
   * @param start from where it wants the room, null: from now on
   */
  Subscriber(String name, Target target, @Nullable Position start, boolean flapping, long seed) {
    super(name);
    this.target = target;
    this.at = start;
    this.flapping = flapping;
    this.random = new Random(seed);
  }

  /** Tells them of each message; before it starts. */
  final void measuredBy(Lags of) {
    lags = of;
  }

  /** Reads until the connection is to be dropped, or fails. */
  abstract void connection() throws IOException, InterruptedException;

  @Override
  final void work() throws InterruptedException {
    Target.Failures failures = new Target.Failures();
    while (!finished) {
      target.await();
      int before = size();
      left = flapping ? random.nextInt(MOST_PER_CONNECTION) : Integer.MAX_VALUE;
      try {
        connection();
        failures.none();
      } catch (IOException failed) {
        ended(failed);
        if (size() > before + 1) {
          failures.none();
        }
        failures.one(failed);
      }
    }
  }

  @Override
  String state() {
    return "it is at " + at;
  }

  final Seen seen() {
    synchronized (seen) {
      return new Seen(toString(), seen);
    }
  }

  /** What to hand back, null: nothing yet. */
  final @Nullable Position at() {
    return at;
  }

  final boolean flapping() {
    return flapping;
  }

  /** Whether to read on on this connection. */
  final boolean goesOn() {
    return !finished && left > 0;
  }

  final void connected() {
    note(new Seen.Connected(at));
  }

  final void message(Position position, String body) {
    Id id = Id.read(body);
    note(new Seen.Message(position, id));
    if (lags != null) {
      lags.seen(id);
    }
    at = position;
    left--;
    finished = id.publisher().equals(LAST);
  }

  /** Told of a gap that ends with whatever comes next. */
  final void gap() {
    note(new Seen.Gap(null));
  }

  final void gap(Position base) {
    note(new Seen.Gap(base));
    at = base;
  }

  final void whole(Position upTo) {
    note(new Seen.Whole(upTo));
    at = upTo;
  }

  private void note(Seen.Entry entry) {
    synchronized (seen) {
      seen.add(entry);
    }
  }

  private int size() {
    synchronized (seen) {
      return seen.size();
    }
  }
}
