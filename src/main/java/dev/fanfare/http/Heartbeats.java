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
    /** Shows the client that the connection lives. */
    void beat();

    /** Ends it if the client has been too slow for too long. */
    void checkSlow();
  }

  static final long STEP_MILLIS = 5_000;
  private static final int STEPS_PER_BEAT = 3;
  static final long BEAT_MILLIS = STEPS_PER_BEAT * STEP_MILLIS;

  private final LoopTurn turn;
  private final long stepMillis;
  private final Set<Beating> streams = new LinkedHashSet<>();
  private boolean running;
  private int step;

  Heartbeats(LoopTurn turn, long stepMillis) {
    this.turn = turn;
    this.stepMillis = stepMillis;
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
    for (Beating stream : new ArrayList<>(streams)) {
      stream.checkSlow();
      if (step == 0) {
        stream.beat();
      }
    }
    running = !streams.isEmpty();
    if (running) {
      turn.after(stepMillis, this::step);
    }
  }
}
