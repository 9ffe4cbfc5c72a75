package dev.fanfare.http;

import java.util.concurrent.atomic.AtomicReference;

/** In which part of its life this node is. Any thread. */
public final class Readiness {
  private enum Phase {
    STARTING,
    READY,
    DRAINING
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

  /** Whether a load balancer shall send clients here. */
  public boolean ready() {
    return phase.get() == Phase.READY;
  }

  /** Whether clients are being sent away, because the node stops. */
  public boolean draining() {
    return phase.get() == Phase.DRAINING;
  }

  /** All loops serve. */
  public void started() {
    phase.compareAndSet(Phase.STARTING, Phase.READY);
  }

  /**
   * The node stops.
   *
   * @return whether that is news
   */
  public boolean drain() {
    return phase.getAndSet(Phase.DRAINING) != Phase.DRAINING;
  }
}
