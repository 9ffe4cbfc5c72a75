package dev.fanfare.http;

import org.jspecify.annotations.Nullable;

/** Whether this node is to be sent clients, and if not why. Any thread. */
public final class Readiness {
  private record State(boolean draining, @Nullable String reason) {}

  private static final State READY = new State(false, null);
  private static final State DRAINING = new State(true, "This node is stopping.");

  private volatile State state = new State(false, "This node is starting.");

  /** Whether a load balancer shall send clients here. */
  public boolean isReady() {
    return reason() == null;
  }

  /** Why it shall not, as a sentence for whoever asks; null: it shall. */
  public @Nullable String reason() {
    return state.reason();
  }

  /** Whether clients are being sent away, because the node stops. */
  public boolean draining() {
    return state.draining();
  }

  /** All is well; unless the node stops. */
  public void ready() {
    change(READY);
  }

  /**
   * Something is not; unless the node stops.
   *
   * @param reason what, and what to do, in a sentence that tells strangers nothing
   */
  public void notReady(String reason) {
    change(new State(false, reason));
  }

  private synchronized void change(State to) {
    if (!state.draining()) {
      state = to;
    }
  }

  /**
   * The node stops.
   *
   * @return whether that is news
   */
  public synchronized boolean drain() {
    boolean news = !state.draining();
    state = DRAINING;
    return news;
  }
}
