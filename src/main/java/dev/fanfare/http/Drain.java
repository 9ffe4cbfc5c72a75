package dev.fanfare.http;

import dev.fanfare.hub.Session;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The open sessions of a loop, and how they are sent away when the node stops: after a notice,
 * spread over time, each with a hint when to come back. Owned by the loop.
 */
final class Drain {
  private static final int SPREAD_OVER = 10_000;
  private static final long STEP_MILLIS = 50;
  private static final int LONGEST_HINT_MILLIS = 5_000;

  private final Vertx vertx;
  private final Node node;
  private final Random random = new Random();
  private final Set<Session> sessions = new LinkedHashSet<>();
  private final Promise<Void> done = Promise.promise();
  private final Set<Runnable> polls = new LinkedHashSet<>();
  private boolean draining;

  Drain(Vertx vertx, Node node) {
    this.vertx = vertx;
    this.node = node;
  }

  void add(Session session) {
    sessions.add(session);
  }

  void remove(Session session) {
    sessions.remove(session);
    if (draining && sessions.isEmpty()) {
      done.tryComplete();
    }
  }

  /** A poll that is held: {@code answer} is called when the node stops, unless it is removed. */
  void addPoll(Runnable answer) {
    polls.add(answer);
  }

  void removePoll(Runnable answer) {
    polls.remove(answer);
  }

  /** Done when all are gone, or were given up on. */
  Future<Void> start() {
    node.readiness().drain();
    draining = true;
    List.copyOf(polls).forEach(Runnable::run);
    if (sessions.isEmpty()) {
      return Future.succeededFuture();
    }
    long notice = node.config().drain().notice().toMillis();
    long spread =
        node.config().drain().spread().toMillis()
            * Math.min(SPREAD_OVER, sessions.size())
            / SPREAD_OVER;
    after(notice, () -> sendAway(spread));
    after(notice + spread + PipeOutbox.CLOSE_GRACE_MILLIS + STEP_MILLIS, done::tryComplete);
    return done.future();
  }

  private void sendAway(long spread) {
    List<Session> shuffled = new ArrayList<>(sessions);
    Collections.shuffle(shuffled, random);
    long steps = 1 + spread / STEP_MILLIS;
    step(new ArrayDeque<>(shuffled), (int) (1 + shuffled.size() / steps));
  }

  private void step(Deque<Session> waiting, int atOnce) {
    for (int i = 0; i < atOnce && !waiting.isEmpty(); i++) {
      Session session = waiting.poll();
      if (!session.ended()) {
        session.send(
            new Event.Bye(Code.DRAINING.text(), 500 + random.nextInt(LONGEST_HINT_MILLIS)));
        session.close(Code.DRAINING, Code.DRAINING.text());
      }
    }
    if (!waiting.isEmpty()) {
      after(STEP_MILLIS, () -> step(waiting, atOnce));
    }
  }

  private void after(long millis, Runnable action) {
    if (millis <= 0) {
      action.run();
    } else {
      vertx.setTimer(millis, id -> action.run());
    }
  }
}
