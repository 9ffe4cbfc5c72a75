package dev.fanfare.hub;

import com.hazelcast.config.Config;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A cluster whose news of who listens where comes late to this node, for as long as a test wants.
 * Any thread.
 */
final class LateRegistrations extends HazelcastClusterManager {
  private static final long PATIENCE_MILLIS = 20_000;

  /** Not this object's own: that one the cluster manager holds while it leaves. */
  private final Object lock = new Object();

  private final List<RegistrationUpdateEvent> held = new ArrayList<>();
  private final Map<String, Integer> listeners = new HashMap<>();
  private RegistrationListener inner;
  private boolean holding;

  LateRegistrations(Config config) {
    super(config);
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    inner = listener;
    super.registrationListener(
        new RegistrationListener() {
          @Override
          public void registrationsUpdated(RegistrationUpdateEvent event) {
            came(event);
          }

          @Override
          public void registrationsLost() {
            listener.registrationsLost();
          }

          @Override
          public boolean wantsUpdatesFor(String address) {
            return listener.wantsUpdatesFor(address);
          }
        });
  }

  private void came(RegistrationUpdateEvent event) {
    synchronized (lock) {
      if (holding) {
        held.add(event);
      } else {
        tell(event);
      }
    }
  }

  private void tell(RegistrationUpdateEvent event) {
    inner.registrationsUpdated(event);
    int nodes = (int) event.registrations().stream().map(info -> info.nodeId()).distinct().count();
    listeners.put(event.address(), nodes);
    lock.notifyAll();
  }

  /** From now on this node hears of nothing. */
  void hold() {
    synchronized (lock) {
      holding = true;
    }
  }

  /** Now it hears of it all. */
  void release() {
    synchronized (lock) {
      holding = false;
      held.forEach(this::tell);
      held.clear();
    }
  }

  /** Waits until this node was told that so many nodes listen at an address. */
  void awaitNodes(String address, int nodes) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    synchronized (lock) {
      while (listeners.getOrDefault(address, -1) != nodes) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError(address + " is listened to by " + listeners.get(address));
        }
        lock.wait(left);
      }
    }
  }
}
