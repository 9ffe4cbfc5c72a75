package dev.fanfare.http;

import dev.fanfare.history.History.Page;
import dev.fanfare.hub.Hub;
import dev.fanfare.hub.Room;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
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

  private final Node node;
  private final Hub hub;
  private final Drain drain;
  private final Reading reading;
  private final Runnable whenDraining = this::finish;
  private final RoomRequest request;
  private final ReadQuery query;
  private final long waitMillis;
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
      Reading reading,
      RoomRequest request,
      ReadQuery query,
      long waitMillis) {
    this.node = node;
    this.hub = hub;
    this.drain = drain;
    this.reading = reading;
    this.request = request;
    this.query = query;
    this.waitMillis = waitMillis;
    this.vertx = request.ctx().vertx();
    this.address = gate.visitor(request.ctx().request()).address();
  }

  void start() {
    RoutingContext ctx = request.ctx();
    ctx.response().closeHandler(gone -> end());
    start(query)
        .compose(
            from -> {
              since = from;
              return hub.open(request.room());
            })
        .compose(
            opened -> {
              room = opened;
              return read();
            })
        .onFailure(this::fail);
  }

  private Future<Since> start(ReadQuery asked) {
    if (asked.since() != null && !(asked.since() instanceof Since.Now)) {
      return Future.succeededFuture(asked.since());
    }
    if (asked.since() == null && asked.known() != null) {
      return Future.succeededFuture(new Since.After(asked.known()));
    }
    return hub.broker().history().head(request.room()).map(Since.After::new);
  }

  private Future<?> read() {
    if (ended) {
      end(); // gone while the room was opened: lets go of it
      return Future.succeededFuture();
    }
    Since from = since == null ? new Since.Now() : since;
    return hub.broker()
        .history()
        .after(request.room(), from, Math.max(1, query.limit()))
        .compose(this::look);
  }

  private Future<Void> look(Page page) {
    if (ended) {
      return Future.succeededFuture();
    }
    if (!page.messages().isEmpty() || page.gap() || late || waitMillis == 0) {
      end();
      reading.answer(request, query.limit() > 0 ? page : Reading.none(query, page));
      return Future.succeededFuture();
    }
    since = new Since.After(page.head());
    begin();
    await(page.head());
    return Future.succeededFuture();
  }

  /** Only who really waits counts as someone who is here. */
  private void begin() {
    if (counted) {
      return;
    }
    Refusal refusal = node.addresses().acquire(address);
    if (refusal != null) {
      node.meters().refused().increment();
      throw refusal;
    }
    counted = true;
    drain.addPoll(whenDraining);
    patience = Patience.with(request.ctx().request().connection());
    deadline = vertx.setTimer(waitMillis, id -> finish());
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
      Problems.unavailable(request.ctx(), failure);
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
