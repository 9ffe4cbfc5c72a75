package dev.fanfare.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One timer for all event streams of a loop: it shows that they live, and looks for those that do
 * not read. It runs only while there are streams. Owned by the loop.
 */
final class Heartbeats {
  /** A stream as this timer sees it. */
  interface Beating {
    /**
     * Shows the client that the connection lives.
     *
     * @param millis since the last time
     */
    void beat(long millis);

    /** Ends it if the client has been too slow for too long. */
    void checkSlow();
  }

  private static final long MOST_MILLIS = 15_000;
  private static final int BEATS_PER_IDLE = 4;
  private static final int STEPS_PER_BEAT = 3;

  private final LoopTurn turn;
  private final long stepMillis;
  private final Set<Beating> streams = new LinkedHashSet<>();
  private boolean running;
  private int step;

  Heartbeats(LoopTurn turn, long stepMillis) {
    this.turn = turn;
    this.stepMillis = stepMillis;
  }

  /**
   * @param idleMillis for so long nobody may have reason to think that a connection is dead
   */
  static Heartbeats within(LoopTurn turn, long idleMillis) {
    long beat = Math.min(MOST_MILLIS, idleMillis / BEATS_PER_IDLE);
    return new Heartbeats(turn, Math.max(1, beat / STEPS_PER_BEAT));
  }

  void add(Beating stream) {
    streams.add(stream);
    if (!running) {
      running = true;
      turn.after(stepMillis, this::step);
    }
  }

  void remove(Beating stream) {
    streams.remove(stream);
  }

  private void step() {
    step = (step + 1) % STEPS_PER_BEAT;
    try {
      for (Beating stream : new ArrayList<>(streams)) {
        turn.safely(() -> visit(stream));
      }
    } finally {
      running = !streams.isEmpty();
      if (running) {
        turn.after(stepMillis, this::step);
      }
    }
  }

  private void visit(Beating stream) {
    stream.checkSlow();
    if (step == 0) {
      stream.beat(STEPS_PER_BEAT * stepMillis);
    }
  }
}
