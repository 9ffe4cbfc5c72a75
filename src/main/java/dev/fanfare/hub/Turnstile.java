package dev.fanfare.hub;

import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where those come in who stay: a few at a time, and after each group it rests as long as that
 * took. So when thousands come in the same moment, as all clients of a node that died do, what this
 * loop and this machine do for the others goes on between, and what is slow just now is not made
 * slower. While rooms lack their copies, which the dead node had, it rests much longer: nothing is
 * stored in them until they have. Who comes waits in line; who would wait for too long is told when
 * to come again, each another time. Owned by the loop.
 */
public final class Turnstile {
  static final int GROUP = 16;

  /** So many times as long as a group took. */
  static final int REST = 1;

  /** The same while rooms lack copies. */
  static final int REST_UNSETTLED = 7;

  /** Who takes longer than that to come in is not waited for: the next group may fare better. */
  static final long SLOW_MILLIS = 100;

  /** So long one waits in line at most: as long as clients do, most of them. */
  static final long PATIENCE_MILLIS = 30_000;

  /** Nobody is told to come later than that. */
  static final long LATEST_MILLIS = 60_000;

  /** How many of the last groups say how long one takes. */
  private static final int MEMORY = 4;

  private final LongSupplier clock;
  private final Later later;
  private final BooleanSupplier settled;
  private final Runnable refused;
  private final Random random = new Random();
  private final Deque<Waiting<?>> line = new ArrayDeque<>();
  private int group;
  private int entered;
  private int inside;
  private long began;
  private boolean resting;

  /** How long a group takes, and the rest after it. */
  private double paceMillis;

  /** When the turns of all are over who were told to come again. */
  private long booked;

  /** Runs something on the loop after so many milliseconds. */
  interface Later {
    void run(long millis, Runnable action);
  }

  /**
   * @param clock steady, in milliseconds
   * @param settled whether the history is as it should be
   * @param refused counts who was told to come again
   */
  Turnstile(LongSupplier clock, Later later, BooleanSupplier settled, Runnable refused) {
    this.clock = clock;
    this.later = later;
    this.settled = settled;
    this.refused = refused;
  }

  /**
   * Lets somebody in, now or when it is their turn. Fails with {@code unavailable} and a time to
   * come again if that would be too late.
   *
   * @param entry all that it takes; done when it is done. May throw
   */
  public <T> Future<T> pass(Supplier<Future<T>> entry) {
    return pass(entry, false);
  }

  /**
   * The same for somebody who cannot be told to come again, and waits however long it takes: a
   * browser gives up an event stream for good that is refused.
   */
  public <T> Future<T> passAtLast(Supplier<Future<T>> entry) {
    return pass(entry, true);
  }

  private <T> Future<T> pass(Supplier<Future<T>> entry, boolean patient) {
    if (!resting && entered < GROUP && line.isEmpty()) {
      return enter(entry);
    }
    if (!patient && waitOf(line.size()) > PATIENCE_MILLIS) {
      return Future.failedFuture(comeAgain());
    }
    Waiting<T> waiting = new Waiting<>(entry, patient);
    line.add(waiting);
    if (!resting && line.size() == 1) {
      waitNoLonger();
    }
    return waiting.promise.future();
  }

  private <T> Future<T> enter(Supplier<Future<T>> entry) {
    if (entered == 0) {
      began = clock.getAsLong();
    }
    entered++;
    inside++;
    int with = group;
    Future<T> done;
    try {
      done = entry.get();
    } catch (RuntimeException failure) {
      done = Future.failedFuture(failure);
    }
    return done.onComplete(in -> leave(with));
  }

  private void leave(int with) {
    if (with == group && --inside == 0) {
      rest();
    }
  }

  private void waitNoLonger() {
    int with = group;
    later.run(
        SLOW_MILLIS,
        () -> {
          if (with == group && entered > 0) {
            rest();
          }
        });
  }

  private void rest() {
    long took = Math.min(SLOW_MILLIS, clock.getAsLong() - began);
    long rest = took * (settled.getAsBoolean() ? REST : REST_UNSETTLED);
    long pace = took * (1 + REST);
    paceMillis = paceMillis == 0 ? pace : paceMillis + (pace - paceMillis) / MEMORY;
    group++;
    entered = 0;
    inside = 0;
    while (waitOf(line.size() - 1) > PATIENCE_MILLIS * 3 / 2 && !line.getLast().patient) {
      line.removeLast().promise.fail(comeAgain()); // it goes slower than it seemed
    }
    resting = rest > 0 || !line.isEmpty();
    if (resting) {
      later.run(Math.max(1, rest), this::goOn);
    }
    if (line.isEmpty()) {
      paceMillis = 0; // what comes later may go faster
    }
  }

  private void goOn() {
    resting = false;
    if (line.isEmpty()) {
      return;
    }
    inside++; // nobody is the last while others are let in
    while (entered < GROUP && !line.isEmpty()) {
      line.remove().enter();
    }
    if (!line.isEmpty()) {
      waitNoLonger();
    }
    leave(group);
  }

  /** How long somebody waits who has so many before them. */
  private long waitOf(int before) {
    return Math.round(Math.ceil((before + 1.0) / GROUP) * paceMillis);
  }

  private Refusal comeAgain() {
    refused.run();
    long now = clock.getAsLong();
    booked = Math.max(booked, now + waitOf(line.size())) + Math.round(paceMillis / GROUP);
    long wait = booked - now;
    if (wait > LATEST_MILLIS) {
      wait = LATEST_MILLIS / 2 + random.nextLong(LATEST_MILLIS / 2);
    }
    return Refusal.of(
            Code.UNAVAILABLE, "Many come to this node at once; come again when your turn is.")
        .retryAfter(wait);
  }

  private final class Waiting<T> {
    private final Promise<T> promise = Promise.promise();
    private final Supplier<Future<T>> entry;
    private final boolean patient;

    Waiting(Supplier<Future<T>> entry, boolean patient) {
      this.entry = entry;
      this.patient = patient;
    }

    void enter() {
      Turnstile.this.enter(entry).onComplete(promise);
    }
  }
}
