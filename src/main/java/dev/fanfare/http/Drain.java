package dev.fanfare.http;

import static dev.fanfare.metrics.Count.SESSIONS;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open sessions of a loop, and how they are sent away when the node stops: after a notice,
 * spread over time, each with a hint when to come back. A loop goes on serving until the whole node
 * has no session left. Owned by the loop.
 */
final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  /** With so many sessions the closings take the whole {@code drain.spread}. */
  private static final int SPREAD_OVER = 10_000;

  private static final long STEP_MILLIS = 50;
  private static final int SHORTEST_HINT_MILLIS = 500;
  private static final int LONGEST_HINT_MILLIS = 5_500;

  /** Who is still here so long after the last closing is cut off. */
  private static final long CUT_AFTER_MILLIS = 500;

  private final Vertx vertx;
  private final Node node;
  private final Random random = new Random();
  private final Set<Departing> sessions = new LinkedHashSet<>();
  private final Set<Runnable> polls = new LinkedHashSet<>();
  private final Promise<Void> done = Promise.promise();
  private boolean sending;

  /** One open session, as it is sent away. */
  interface Departing {
    /**
     * Says good-bye when what it asked for so far is done, and ends.
     *
     * @param reconnectMillis after which it is to come back, counted from its end
     */
    void sendAway(long reconnectMillis);

    /** Ends now, without a word. */
    void cut();
  }

  Drain(Vertx vertx, Node node) {
    this.vertx = vertx;
    this.node = node;
  }

  void add(Departing session) {
    sessions.add(session);
    if (sending) { // it was let in just before
      after(0, () -> sendAway(session));
    }
  }

  void remove(Departing session) {
    sessions.remove(session);
  }

  /** A poll that is held: {@code answer} is called when the node stops, unless it is removed. */
  void addPoll(Runnable answer) {
    polls.add(answer);
  }

  void removePoll(Runnable answer) {
    polls.remove(answer);
  }

  /** Done when all sessions of the node are gone, or were cut off. */
  Future<Void> start() {
    boolean first = node.readiness().drain();
    List.copyOf(polls).forEach(Runnable::run);
    long here = sessionsOfTheNode();
    if (here == 0) {
      return Future.succeededFuture();
    }
    long notice = node.config().drain().notice().toMillis();
    long longest = node.config().drain().spread().toMillis();
    long spread = longest * Math.min(SPREAD_OVER, here) / SPREAD_OVER;
    if (first) {
      LOG.info("Stopping: {} sessions are sent away, the first in {} ms", here, notice);
    }
    after(notice, () -> sendAllAway(spread));
    after(notice + longest + CUT_AFTER_MILLIS, this::cutOff);
    look();
    return done.future();
  }

  private void sendAllAway(long spread) {
    sending = true;
    List<Departing> shuffled = new ArrayList<>(sessions);
    Collections.shuffle(shuffled, random);
    long steps = 1 + spread / STEP_MILLIS;
    step(new ArrayDeque<>(shuffled), (int) (1 + shuffled.size() / steps));
  }

  private void step(Deque<Departing> waiting, int atOnce) {
    for (int i = 0; i < atOnce && !waiting.isEmpty(); i++) {
      sendAway(waiting.remove());
    }
    if (!waiting.isEmpty()) {
      after(STEP_MILLIS, () -> step(waiting, atOnce));
    }
  }

  private void sendAway(Departing session) {
    if (sessions.contains(session)) {
      session.sendAway(random.nextInt(SHORTEST_HINT_MILLIS, LONGEST_HINT_MILLIS));
    }
  }

  private void cutOff() {
    List.copyOf(sessions).forEach(Departing::cut);
    after(STEP_MILLIS, done::tryComplete);
  }

  private void look() {
    if (sessionsOfTheNode() == 0) {
      done.tryComplete();
    } else if (!done.future().isComplete()) {
      after(STEP_MILLIS, this::look);
    }
  }

  private long sessionsOfTheNode() {
    return node.meters().of(SESSIONS).sum();
  }

  private void after(long millis, Runnable action) {
    vertx.setTimer(Math.max(1, millis), id -> action.run());
  }
}
