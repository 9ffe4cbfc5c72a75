package dev.fanfare.http;

import static dev.fanfare.metrics.Count.REFUSED;

import dev.fanfare.history.History.Page;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * One reader who waits for what comes after a position. What is between reading and waiting is not
 * missed, because the room is asked with the position that was read. Owned by its loop.
 */
final class LongPoll {
  /** Between two looks when the room's life and the history's differ for a moment. */
  private static final long RETRY_MILLIS = 250;

  /**
   * What somebody waits for.
   *
   * @param since from where, null: {@code known}, else from now
   * @param known the position that the client says it has
   * @param limit messages that are looked at in one go; at least one is
   */
  record Wish(@Nullable Since since, @Nullable Position known, int limit, long waitMillis) {}

  /** How the wait ends. */
  interface Answering {
    /**
     * What answers the request with this page; null: it goes on waiting after the page.
     *
     * @param last nothing else may be waited for
     */
    @Nullable Runnable to(Page page, boolean last);
  }

  private final Node node;
  private final Hub hub;
  private final Gate gate;
  private final Drain drain;
  private final Runnable whenDraining = this::finish;
  private final RoutingContext ctx;
  private final RoomName name;
  private final Wish wish;
  private final Answering answering;
  private final Vertx vertx;
  private final String address;
  private @Nullable Room room;
  private @Nullable Since since;
  private @Nullable Patience patience;
  private @Nullable Runnable forget;
  private long deadline = -1;
  private long retry = -1;
  private boolean counted;
  private boolean late;
  private boolean ended;

  LongPoll(
      Node node,
      Hub hub,
      Gate gate,
      Drain drain,
      RoutingContext ctx,
      RoomName name,
      Wish wish,
      Answering answering) {
    this.node = node;
    this.hub = hub;
    this.gate = gate;
    this.drain = drain;
    this.ctx = ctx;
    this.name = name;
    this.wish = wish;
    this.answering = answering;
    this.vertx = ctx.vertx();
    this.address = gate.visitor(ctx.request()).address();
  }

  void start() {
    ctx.addEndHandler(over -> end());
    from()
        .compose(
            from -> {
              since = from;
              return hub.open(name);
            })
        .compose(
            opened -> {
              room = opened;
              return read();
            })
        .onFailure(this::fail);
  }

  private Future<Since> from() {
    if (wish.since != null && !(wish.since instanceof Since.Now)) {
      return Future.succeededFuture(wish.since);
    }
    if (wish.since == null && wish.known != null) {
      return Future.succeededFuture(new Since.After(wish.known));
    }
    return hub.broker().history().head(name).map(Since.After::new);
  }

  private Future<?> read() {
    if (ended) {
      end(); // gone while the room was opened: lets go of it
      return Future.succeededFuture();
    }
    Since from = since == null ? new Since.Now() : since;
    return hub.broker().history().after(name, from, Math.max(1, wish.limit)).compose(this::look);
  }

  private Future<Void> look(Page page) {
    if (ended) {
      return Future.succeededFuture();
    }
    Runnable answer = answering.to(page, late || wish.waitMillis == 0);
    if (answer != null) {
      end();
      answer.run();
      return Future.succeededFuture();
    }
    since = new Since.After(page.next());
    begin();
    if (page.more()) {
      return read().mapEmpty();
    }
    await(page.next());
    return Future.succeededFuture();
  }

  /** Only who really waits counts as someone who is here. */
  private void begin() {
    if (counted) {
      return;
    }
    gate.requireStaying();
    Refusal refusal = node.addresses().acquire(address);
    if (refusal != null) {
      node.meters().of(REFUSED).increment();
      throw refusal;
    }
    counted = true;
    drain.addPoll(whenDraining);
    patience = Patience.with(ctx.request().connection());
    deadline = vertx.setTimer(wish.waitMillis, id -> finish());
  }

  private void await(Position position) {
    Room here = room;
    if (here == null) {
      return;
    }
    boolean[] registering = {true};
    Runnable cancel =
        here.whenAfter(
            position,
            () -> {
              forget = null;
              if (registering[0]) {
                retry = vertx.setTimer(RETRY_MILLIS, id -> again());
              } else {
                again();
              }
            });
    registering[0] = false;
    if (retry < 0) {
      forget = cancel;
    }
  }

  private void again() {
    retry = -1;
    read().onFailure(this::fail);
  }

  /**
   * The time is over, or the node stops; one last look, should the bus have lost what the history
   * has.
   */
  private void finish() {
    late = true;
    read().onFailure(this::fail);
  }

  private void fail(Throwable failure) {
    if (!ended) {
      end();
      Problems.unavailable(ctx, failure);
    }
  }

  /** Lets go of everything; harmless a second time. */
  private void end() {
    ended = true;
    vertx.cancelTimer(deadline);
    vertx.cancelTimer(retry);
    if (forget != null) {
      forget.run();
      forget = null;
    }
    if (patience != null) {
      patience.end();
      patience = null;
    }
    if (counted) {
      counted = false;
      drain.removePoll(whenDraining);
      node.addresses().release(address);
    }
    if (room != null) {
      room.unhold();
      room = null;
    }
  }
}
