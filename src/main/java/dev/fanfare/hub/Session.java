package dev.fanfare.hub;

import static dev.fanfare.metrics.Count.SLOW_CLOSED;

import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connected client: who it is, where its bytes go, which rooms it is in. Owned by the
 * connection's loop.
 */
public final class Session implements Debtor {
  private final String id;
  private final Hub hub;
  private final boolean lasting;
  private final String scope;
  private final Encoding encoding;
  private final Outbox outbox;
  private final boolean echo;
  private User user;
  private final Map<RoomName, Subscription> subscriptions = new HashMap<>(2);

  /** Who waits for the outbox. */
  private @Nullable Promise<Void> writable;

  private boolean sentAway;
  private boolean removed;
  private boolean ended;

  /**
   * @param lasting the user may come back as the same, and is waited for a while
   * @param scope whose keys are one key space for de-duplication: the user's id, or without a
   *     lasting identity the address
   * @param encoding how events look to this client
   * @param echo whether it wants its own messages back
   */
  public Session(
      String id,
      User user,
      boolean lasting,
      String scope,
      Hub hub,
      Encoding encoding,
      Outbox outbox,
      boolean echo) {
    this.id = id;
    this.user = user;
    this.lasting = lasting;
    this.scope = scope;
    this.hub = hub;
    this.encoding = encoding;
    this.outbox = outbox;
    this.echo = echo;
  }

  public String id() {
    return id;
  }

  public User user() {
    return user;
  }

  void user(User renamed) {
    this.user = renamed;
  }

  /** A client's key made into one that names its sender too. */
  @Nullable String scoped(@Nullable String key) {
    return key == null ? null : scope + " " + key;
  }

  public Hub hub() {
    return hub;
  }

  Encoding encoding() {
    return encoding;
  }

  public Outbox outbox() {
    return outbox;
  }

  boolean echo() {
    return echo;
  }

  public boolean ended() {
    return ended;
  }

  /** Tells this session alone. */
  public void send(Event event) {
    sendAll(List.of(event));
  }

  void sendAll(List<? extends Event> events) {
    Chunk chunk = encoding.encode(events);
    if (chunk != null) {
      try {
        outbox.write(chunk);
      } finally {
        chunk.release();
      }
    }
  }

  /** Whether this client has a form for such an event. */
  boolean tells(Event event) {
    Chunk chunk = encoding.encode(List.of(event));
    if (chunk != null) {
      chunk.release();
    }
    return chunk != null;
  }

  /** Tells this session the answer, if it is still there. */
  Future<Void> answer(Event event) {
    if (!ended) {
      send(event);
    }
    return Future.succeededFuture();
  }

  /** Refuses that somebody else's inbox is read. */
  void requireReadable(RoomName room) {
    if (room.isInbox() && !room.isInboxOf(user.id())) {
      throw Refusal.of(Code.FORBIDDEN, "Only its owner reads an inbox room.");
    }
  }

  /** Answers with an error. */
  public void refuse(Refusal refusal) {
    send(Event.Failure.of(refusal));
  }

  @Nullable Subscription in(RoomName room) {
    return subscriptions.get(room);
  }

  /** In how many rooms it is, beside its own inbox. */
  int rooms() {
    return subscriptions.size() - (in(RoomName.inbox(user.id())) == null ? 0 : 1);
  }

  /** Subscribes to an opened room; {@link #follow} starts it. */
  public Subscription subscribe(Room room, Position start) {
    Subscription subscription = new Subscription(this, room, start);
    subscriptions.put(room.name(), subscription);
    room.add(subscription);
    hub.add(this);
    return subscription;
  }

  /** Serves a subscription from where it stands. */
  public void follow(Subscription subscription) {
    subscription.catchUp();
  }

  void leave(Subscription subscription) {
    subscriptions.remove(subscription.room().name());
    subscription.end();
  }

  /** Done when the outbox takes more; never, if the session ends before. */
  Future<Void> whenWritable() {
    if (outbox.writable()) {
      return Future.succeededFuture();
    }
    if (writable == null) {
      writable = Promise.promise();
    }
    return writable.future();
  }

  /** The outbox takes more again: the stream goes first. */
  public void writable() {
    if (ended) {
      return;
    }
    new ArrayList<>(subscriptions.values()).forEach(Subscription::catchUp);
    Promise<Void> waiting = writable;
    if (waiting != null && outbox.writable()) {
      writable = null;
      waiting.complete();
    }
  }

  /** Ends the session if it has been too slow for too long, even if nothing new comes. */
  public void checkSlow() {
    // Over a copy: who is sent away may be gone at once.
    new ArrayList<>(subscriptions.values()).forEach(Subscription::checkSlow);
  }

  @Override
  public long remind() {
    if (outbox.writable()) {
      return 0;
    }
    long owes = outbox.waiting();
    for (Subscription subscription : subscriptions.values()) {
      owes += subscription.owes();
    }
    return owes;
  }

  @Override
  public long waiting() {
    return outbox.waiting();
  }

  /** By the rules of its rooms, where it is behind. */
  @Override
  public void giveWay() {
    boolean behind = false;
    for (Subscription subscription : List.copyOf(subscriptions.values())) {
      behind |= subscription.giveWay();
    }
    if (!behind) {
      isTooSlow();
    }
  }

  /** Is closed for that. */
  void isTooSlow() {
    if (!sentAway) {
      sentAway = true;
      hub.metrics().of(SLOW_CLOSED).increment();
      close(Code.SLOW_CONSUMER, Code.SLOW_CONSUMER.text());
    }
  }

  /** Is closed because a moderator wants it so: its user is not waited for. */
  void remove() {
    removed = true;
    close(Code.REMOVED, Code.REMOVED.text());
  }

  @Override
  public void cut() {
    outbox.cut();
  }

  /** Ends it from this side. */
  public void close(Code code, String reason) {
    outbox.close(code, reason);
  }

  /** The connection is gone: leaves every room. Once. */
  public void end() {
    if (ended) {
      return;
    }
    ended = true;
    hub.remove(this);
    for (Subscription subscription : subscriptions.values()) {
      hub.presence().leave(subscription.room().name(), id, removed || !lasting);
      subscription.end();
    }
    subscriptions.clear();
  }
}
