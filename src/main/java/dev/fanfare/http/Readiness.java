package dev.fanfare.http;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this node wants new work. Any thread. */
public final class Readiness {
  private final AtomicBoolean ready = new AtomicBoolean();

  public boolean ready() {
    return ready.get();
  }

  public void set(boolean isReady) {
    ready.set(isReady);
  }
}
