package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.util.ArrayList;
import java.util.List;

/** What the server has acknowledged so far, to whomever. Any thread. */
final class Acks {
  private final List<Ack> all = new ArrayList<>();
  private boolean over;
  private long last = System.nanoTime();
  private long longest;

  synchronized void add(Id id, Position position) {
    all.add(new Ack(id, position));
    long now = System.nanoTime();
    longest = Math.max(longest, now - last);
    last = now;
    notifyAll();
  }

  /** There will be no more. */
  synchronized void over() {
    over = true;
    notifyAll();
  }

  /** Waits for so many, or until there will be no more. */
  synchronized void await(int count) throws InterruptedException {
    long end = System.nanoTime() + Target.PATIENCE.toNanos();
    while (all.size() < count && !over) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new IllegalStateException(
            "%d messages are acknowledged after %s, not %d"
                .formatted(all.size(), Target.PATIENCE, count));
      }
      wait(left);
    }
  }

  /** Where that message is, as soon as that is acknowledged. */
  synchronized Position await(Id id) throws InterruptedException {
    long end = System.nanoTime() + Target.PATIENCE.toNanos();
    while (true) {
      for (int i = all.size() - 1; i >= 0; i--) {
        if (all.get(i).id().equals(id)) {
          return all.get(i).position();
        }
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new IllegalStateException(id + " is not acknowledged");
      }
      wait(left);
    }
  }

  /** Forgets how long nothing was acknowledged up to now. */
  synchronized void watchStalls() {
    last = System.nanoTime();
    longest = 0;
  }

  /** The longest time in which nobody got an acknowledgement. */
  synchronized long longestStallMillis() {
    return longest / 1_000_000;
  }

  synchronized int count() {
    return all.size();
  }

  synchronized List<Ack> all() {
    return List.copyOf(all);
  }
}
