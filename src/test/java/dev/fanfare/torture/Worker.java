package dev.fanfare.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A client with a thread of its own, which ends when its work is done. */
abstract class Worker {
  private final String name;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Thread thread;
  private final List<String> ends = new ArrayList<>();

  Worker(String name) {
    this.name = name;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  abstract void work() throws Exception;

  /** Where it stands, for who waits in vain. */
  abstract String state();

  final void start() {
    thread.start();
  }

  final CompletableFuture<Void> done() {
    return done;
  }

  /** How its connections and requests ended that did not end as it wished. */
  final List<String> ends() {
    synchronized (ends) {
      return List.copyOf(ends);
    }
  }

  final void ended(IOException how) {
    synchronized (ends) {
      ends.add(Objects.requireNonNullElseGet(how.getMessage(), how::toString));
      ends.notifyAll();
    }
  }

  /** Waits until so many did. */
  final void awaitEnds(int count) throws InterruptedException {
    long end = System.nanoTime() + Target.PATIENCE.toNanos();
    synchronized (ends) {
      while (ends.size() < count) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IllegalStateException(
              "%s: %d connections have ended after %s, not %d"
                  .formatted(name, ends.size(), Target.PATIENCE, count));
        }
        ends.wait(left);
      }
    }
  }

  /** Ends it, finished or not. */
  final void stop() {
    thread.interrupt();
  }

  /**
   * Waits until all are done.
   *
   * @param said what the servers said, for the case that it is in vain
   */
  static void awaitAll(List<? extends Worker> workers, Supplier<String> said) {
    try {
      CompletableFuture.allOf(
              workers.stream().map(Worker::done).toArray(CompletableFuture<?>[]::new))
          .get(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception failed) {
      StringBuilder who = new StringBuilder("Not done, or failed: " + failed);
      workers.stream()
          .filter(worker -> !worker.done().isDone())
          .forEach(worker -> who.append("\n").append(worker).append(": ").append(worker.state()));
      throw new AssertionError(who + said.get(), failed);
    }
  }

  @Override
  public final String toString() {
    return name;
  }

  private void run() {
    try {
      work();
      done.complete(null);
    } catch (Throwable failure) {
      done.completeExceptionally(new IllegalStateException(name + " failed, " + state(), failure));
    }
  }
}
