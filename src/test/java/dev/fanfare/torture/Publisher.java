package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Publishes its messages in order, and notes what was acknowledged. Owned by its thread. */
abstract class Publisher extends Worker {
  private static final int FEW = 10;

  final Target target;
  final Random random;
  volatile int count;
  private final String name;
  private final Acks acks;
  private volatile int acknowledged;
  private int repeats;
  private volatile int pause;
  private final Object silence = new Object();
  private boolean held;

  /**
   * @param count how many messages
   */
  Publisher(String name, Target target, Acks acks, int count, long seed) {
    super(name);
    this.name = name;
    this.target = target;
    this.acks = acks;
    this.count = count;
    this.random = new Random(seed);
  }

  /** Publishes on until all is acknowledged or the connection fails. */
  abstract void connection() throws IOException, InterruptedException;

  /** How many messages were acknowledged. */
  final int acknowledged() {
    return acknowledged;
  }

  @Override
  final void work() throws InterruptedException {
    Target.Failures failures = new Target.Failures();
    while (acknowledged() < count) {
      target.await();
      int before = acknowledged();
      try {
        connection();
      } catch (IOException failed) {
        ended(failed);
        if (acknowledged() > before) {
          failures.none();
        }
        failures.one(failed);
      }
    }
  }

  @Override
  String state() {
    return acknowledged() + " of " + count + " are acknowledged";
  }

  /** It says no more than one message, or what it may have under way, in so many milliseconds. */
  final void pace(int millis) {
    pause = millis;
  }

  /** Whether it is to begin no message; over a socket, until that socket ends. */
  final void hold(boolean wanted) {
    synchronized (silence) {
      held = wanted;
      silence.notifyAll();
    }
  }

  final boolean isHeld() {
    synchronized (silence) {
      return held;
    }
  }

  final void awaitVoice() throws InterruptedException {
    synchronized (silence) {
      while (held) {
        silence.wait();
      }
    }
  }

  final void rest() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(pause);
  }

  /** It has said enough, save a few that are under way. */
  final void enough() {
    count = Math.min(count, acknowledged() + FEW);
  }

  /** How often something was sent again. */
  final int repeats() {
    return repeats;
  }

  final void repeating(int messages) {
    repeats += messages;
  }

  final String key(int sequence) {
    return id(sequence).toString();
  }

  /** The key that makes it the same guest on each connection. */
  final String guest() {
    return "publisher-number-" + name;
  }

  final String body(int sequence) {
    return id(sequence).body();
  }

  final void acknowledged(int sequence, String position) {
    acknowledged(id(sequence), position);
  }

  final void acknowledged(Id id, String position) {
    acknowledged++;
    acks.add(id, Position.parse(position));
  }

  private Id id(int sequence) {
    return new Id(name, sequence);
  }
}
