package dev.fanfare.launch;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/** The process, where it is Fanfare's own: one of Vert.x' launchers was started for it. */
public final class OwnProcess {
  private OwnProcess() {}

  /**
   * Ends it; does nothing in a process that belongs to a test or another program. Returns at once,
   * on any thread.
   *
   * @param vertx what the process is for, closed
   */
  public static void end(Vertx vertx, int exitCode) {
    // A Vert.x that FanfareVertxProvider has equipped.
    if (((VertxInternal) vertx).transport() instanceof GuardedTransport) {
      // Not here: exit waits for the launcher's hook, which may wait for this thread.
      new Thread(() -> System.exit(exitCode), "end").start();
    }
  }
}
