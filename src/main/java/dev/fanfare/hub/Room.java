package dev.fanfare.hub;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room as one loop sees it: puts arrivals in order, encodes what arrived in a turn of the loop
 * once per encoding and hands it to every subscription. Exists while someone on this loop is
 * interested. Owned by the hub's loop.
 */
public final class Room {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);
  private static final int REPAIR_PAGE = 500;
  private static final int MOST_BYTES_AT_ONCE = 256 * 1024;
  private static final long PATIENCE_MILLIS = 200;
  private static final long RETRY_MILLIS = 1000;

  private final RoomName name;
  private final Hub hub;
  private final Future<Room> opened;
  private final Audience audience = new Audience();
  private final Set<Waiter> waiters = new LinkedHashSet<>();
  private final List<Event.Message> early = new ArrayList<>();
  private List<Event.Message> turn = new ArrayList<>();
  private @Nullable Cursor cursor;
  private @Nullable Tail tail;
  private Position flushed = new Position("0", 0);
  private long flushedBytes;
  private boolean flushPlanned;
  private boolean repairPlanned;
  private boolean broken;
  private int holds;

  /** Someone who wants to know, once, that there is something after a position. */
  private record Waiter(Position position, Runnable wake) {}

  Room(RoomName name, Hub hub) {
    this.name = name;
    this.hub = hub;
    this.opened = hub.broker().history().head(name).map(this::open);
  }

  public RoomName name() {
    return name;
  }

  /**
   * Up to where this loop's subscribers have been served: who joins now gets everything after it.
   */
  public Position position() {
    return flushed;
  }

  /** The room as soon as it knows where its stream stands. */
  Future<Room> opened() {
    return opened;
  }

  /**
   * Bytes of bodies delivered so far: the difference of two such numbers is what lies between two
   * moments.
   */
  long flushedBytes() {
    return flushedBytes;
  }

  /** Keeps the room alive until {@link #unhold}, for someone who is about to subscribe. */
  void hold() {
    holds++;
  }

  public void unhold() {
    holds--;
    leaveIfIdle();
  }

  void add(Subscription subscription) {
    audience.add(subscription);
  }

  void remove(Subscription subscription) {
    audience.remove(subscription);
    leaveIfIdle();
  }

  /**
   * Calls {@code wake} once, as soon as this loop has delivered something after {@code position};
   * at once if it has already.
   *
   * @return forgets the call
   */
  public Runnable whenAfter(Position position, Runnable wake) {
    if (isAfter(flushed, position)) {
      wake.run();
      return () -> {};
    }
    Waiter waiter = new Waiter(position, wake);
    waiters.add(waiter);
    return () -> {
      if (waiters.remove(waiter)) {
        leaveIfIdle();
      }
    };
  }

  /** A publication came over the bus. */
  void arrive(Event.Message message) {
    if (cursor == null) {
      early.add(message);
      return;
    }
    switch (cursor.offer(message, this::inOrder)) {
      case DELIVERED, OLD -> {}
      case HELD -> planRepair(PATIENCE_MILLIS);
      case BROKEN -> {
        broken = true;
        repair(cursor);
      }
    }
  }

  /** A signal or a presence notice came over the bus: not stored, not in the stream's order. */
  void arrive(Event event, @Nullable String exceptSession) {
    Shared once = new Shared(List.of(event));
    try {
      audience.forEach(
          subscription -> {
            if (!subscription.session().id().equals(exceptSession)) {
              subscription.notice(once);
            }
          });
    } finally {
      once.release();
    }
  }

  /** What this loop delivered after a position if that is not long ago, else null. */
  @Nullable List<Event.Message> recent(Position position) {
    return tail == null ? null : tail.after(position);
  }

  private Room open(Position head) {
    flushed = head;
    cursor = new Cursor(head);
    tail = new Tail(head);
    early.forEach(this::arrive);
    early.clear();
    return this;
  }

  private void inOrder(Event.Message message) {
    turn.add(message);
    if (!flushPlanned) {
      flushPlanned = true;
      hub.flushLater(this);
    }
  }

  /**
   * Hands on what arrived in this turn.
   *
   * @param last no other room of this loop is flushed after it in this turn
   */
  void flush(boolean last) {
    flushPlanned = false;
    List<Event.Message> messages = turn;
    turn = new ArrayList<>();
    int from = 0;
    while (from < messages.size()) {
      int to = from;
      int bytes = 0;
      do {
        bytes += messages.get(to).publication().body().size();
        to++;
      } while (to < messages.size()
          && bytes + messages.get(to).publication().body().size() <= MOST_BYTES_AT_ONCE);
      fanOut(messages.subList(from, to), bytes, last && to == messages.size());
      from = to;
    }
    wake();
  }

  private void fanOut(List<Event.Message> messages, int bytes, boolean last) {
    Broadcast broadcast = Broadcast.of(flushed, messages, last);
    flushed = broadcast.after();
    flushedBytes += bytes;
    Tail recent = tail;
    if (recent != null) {
      messages.forEach(recent::add);
    }
    try {
      audience.forEach(subscription -> offer(subscription, broadcast));
    } finally {
      broadcast.shared().release();
    }
  }

  /** What goes wrong with one subscriber ends that one and disturbs no other. */
  private void offer(Subscription subscription, Broadcast broadcast) {
    try {
      subscription.offer(broadcast);
    } catch (RuntimeException failure) {
      LOG.error("Room {}: a session failed and is closed", name, failure);
      subscription.session().close(Code.INTERNAL, Code.INTERNAL.text());
    }
  }

  private void wake() {
    if (waiters.isEmpty()) {
      return;
    }
    List<Waiter> ready = waiters.stream().filter(w -> isAfter(flushed, w.position)).toList();
    ready.forEach(waiters::remove);
    ready.forEach(w -> w.wake.run());
    leaveIfIdle();
  }

  private static boolean isAfter(Position head, Position known) {
    return !head.epoch().equals(known.epoch()) || head.offset() > known.offset();
  }

  private void planRepair(long delay) {
    if (repairPlanned) {
      return;
    }
    repairPlanned = true;
    hub.after(
        delay,
        () -> {
          repairPlanned = false;
          if (cursor != null && (broken || cursor.waiting()) && inUse()) {
            repair(cursor);
          }
        });
  }

  /** Something is missing, or the room began a new life: history knows. */
  private void repair(Cursor torn) {
    if (repairPlanned) {
      return;
    }
    repairPlanned = true;
    hub.metrics().repairs().increment();
    hub.broker()
        .history()
        .after(name, new Since.After(torn.last()), REPAIR_PAGE)
        .onComplete(
            read -> {
              repairPlanned = false;
              if (read.succeeded()) {
                repaired(torn, read.result());
              } else {
                LOG.warn(
                    "Room {}: cannot read what is missing, trying again: {}",
                    name,
                    read.cause().getMessage());
                planRepair(RETRY_MILLIS);
              }
            });
  }

  private void repaired(Cursor torn, Page page) {
    broken = false;
    if (page.gap()) {
      startAnew(torn, page.base());
    }
    for (Publication publication : page.messages()) {
      torn.offer(new Event.Message(publication), this::inOrder);
    }
    if (page.more()) {
      repair(torn);
    } else if (torn.waiting()) {
      startAnew(torn, page.head());
    }
  }

  /** The stream goes on elsewhere: everybody who was served up to now is told. */
  private void startAnew(Cursor torn, Position base) {
    flush(false);
    torn.restart(base, this::inOrder);
    flushed = base;
    if (tail != null) {
      tail.restart(base);
    }
    audience.forEach(subscription -> subscription.gap(base));
    wake();
  }

  private boolean inUse() {
    return holds > 0 || !audience.isEmpty() || !waiters.isEmpty();
  }

  private void leaveIfIdle() {
    if (!inUse()) {
      hub.forget(this);
    }
  }
}
