package dev.fanfare.hub;

import dev.fanfare.config.RoomRule.SlowConsumer;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room as one loop sees it: what arrives in a turn of the loop is encoded once per encoding and
 * handed to every subscription. Exists while someone on this loop is interested. Owned by the hub's
 * loop.
 */
public final class Room {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private final RoomName name;
  private final Hub hub;
  private final SlowConsumer slowConsumer;
  private final Future<Room> opened;
  private final Audience audience = new Audience();
  private final Waiters waiters = new Waiters();
  private final List<Event.Message> early = new ArrayList<>();
  private final Ring ring;
  private final Turn turn = new Turn();
  private @Nullable Arrivals arrivals;
  private Position flushed = new Position("0", 0);
  private long flushedBytes;
  private int holds;

  Room(RoomName name, Hub hub) {
    this.name = name;
    this.hub = hub;
    this.slowConsumer = hub.rules().slowConsumer(name.value());
    this.ring = new Ring(hub.rings(), flushed);
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

  /** What this loop delivered not long ago. */
  Ring ring() {
    return ring;
  }

  /** What is done about a client that is too far behind here. */
  SlowConsumer slowConsumer() {
    return slowConsumer;
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
    if (Waiters.isAfter(flushed, position)) {
      wake.run();
      return () -> {};
    }
    return waiters.add(position, wake, this::leaveIfIdle);
  }

  /** A publication came over the bus. */
  void arrive(Event.Message message) {
    if (arrivals == null) {
      early.add(message);
    } else {
      arrivals.arrive(message);
    }
  }

  /** Another node says that something is stored here: who does not have it yet missed it. */
  void headIs(Position head) {
    if (arrivals != null) {
      arrivals.headIs(head);
    }
  }

  /** Something may have been missed of which nothing tells. */
  void recheck() {
    if (arrivals != null && inUse()) {
      arrivals.recheck();
    }
  }

  /** A signal or a presence notice came over the bus: not stored, not in the stream's order. */
  void arrive(Event event, @Nullable String exceptSession) {
    Shared once = new Shared(List.of(event));
    try {
      audience.forEach(
          subscription -> {
            if (!subscription.session().id().equals(exceptSession)) {
              notice(subscription, once);
            }
          });
    } finally {
      once.release();
    }
  }

  private void notice(Subscription subscription, Shared event) {
    try {
      subscription.notice(event);
    } catch (RuntimeException | OutOfMemoryError failure) {
      failed(subscription, failure);
    }
  }

  private Room open(Position head) {
    flushed = head;
    ring.restart(head);
    arrivals = new Arrivals(name, hub, head, new Stream());
    early.forEach(arrivals::arrive);
    early.clear();
    return this;
  }

  private void fanOut(List<Event.Message> messages, boolean last) {
    Segment segment = Segment.of(flushed, messages, last);
    flushed = segment.last();
    flushedBytes += segment.bytes();
    try {
      audience.forEach(subscription -> offer(subscription, segment));
    } finally {
      ring.add(segment);
    }
  }

  private void offer(Subscription subscription, Segment segment) {
    try {
      subscription.offer(segment);
    } catch (RuntimeException | OutOfMemoryError failure) {
      failed(subscription, failure);
    }
  }

  /**
   * What goes wrong with one subscriber ends that one and disturbs no other. Native memory, too,
   * may be wanting just now.
   */
  void failed(Subscription subscription, Throwable failure) {
    LOG.error("Room {}: a session failed and is closed", name, failure);
    subscription.session().close(Code.INTERNAL, Code.INTERNAL.text());
  }

  private void wake() {
    if (!waiters.isEmpty()) {
      waiters.wake(flushed);
      leaveIfIdle();
    }
  }

  private boolean inUse() {
    return holds > 0 || !audience.isEmpty() || !waiters.isEmpty();
  }

  private void leaveIfIdle() {
    if (!inUse()) {
      ring.close();
      hub.rooms().forget(this);
    }
  }

  @Override
  public String toString() {
    return "Room " + name;
  }

  /** What is in order, until it is handed on. */
  private final class Stream implements Arrivals.Out, Deliveries.Delivery {
    @Override
    public void inOrder(Event.Message message) {
      if (turn.isEmpty()) {
        hub.deliveries().add(this);
      }
      turn.add(message);
      if (turn.isFull()) {
        hub.deliveries().hurry();
      }
    }

    @Override
    public void flush(boolean last) {
      turn.handOn((portion, end) -> fanOut(portion, last && end));
      wake();
    }

    /** Everybody who was served up to now is told. */
    @Override
    public void startAnew(Position base) {
      flush(false);
      flushed = base;
      ring.restart(base);
      audience.forEach(subscription -> subscription.gap(base));
      wake();
    }

    @Override
    public boolean inUse() {
      return Room.this.inUse();
    }

    @Override
    public String toString() {
      return Room.this.toString();
    }
  }
}
