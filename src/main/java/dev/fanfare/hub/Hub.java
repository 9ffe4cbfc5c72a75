package dev.fanfare.hub;

import static dev.fanfare.metrics.Count.REFUSED;

import dev.fanfare.config.Limits;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Batch;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.RoomName;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.Presence;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The rooms that someone on one loop is in. It is this hub, on behalf of its rooms, that listens on
 * the event bus and speaks there. Owned by its loop.
 */
public final class Hub {
  /** A message of any kind here, within the node: something may have been missed. */
  public static final String RECHECK = "fanfare.recheck";

  /** A message of any kind here, within the node: other nodes may not know that it listens. */
  public static final String LISTEN_ANEW = "fanfare.listen-anew";

  /**
   * The id of a user here ({@code String}, published on any node): all their sessions on all nodes
   * are closed with {@code removed}. For code in the same process, and nobody else.
   */
  public static final String REMOVE = "fanfare.remove";

  private static final long RELIEF_MILLIS = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final Broker broker;
  private final Presence presence;
  private final RoomRules rules;
  private final Limits limits;
  private final Meters metrics;
  private final Clocks clocks;
  private final String node;
  private final OpenRooms rooms;
  private final Rings rings = new Rings();
  private final Listening listening;
  private final Spreading spreading;
  private final Deliveries deliveries;
  private final Backlog backlog;
  private final Set<Debtor> debtors = new HashSet<>();
  private final Turnstile turnstile;
  private final Reads reads;

  /**
   * To be made on the loop that owns it.
   *
   * @param backlog what waits on this loop
   * @param linger for so long what arrives is collected before it is handed on; zero: for a turn
   */
  public Hub(
      Vertx vertx,
      Broker broker,
      Presence presence,
      RoomRules rules,
      Limits limits,
      Duration linger,
      Backlog backlog,
      Meters metrics,
      Clocks clocks,
      String node) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.broker = broker;
    this.presence = presence;
    this.rules = rules;
    this.limits = limits;
    this.backlog = backlog;
    this.metrics = metrics;
    this.clocks = clocks;
    this.node = node;
    this.rooms = new OpenRooms(this);
    Relief relief =
        new Relief(backlog, rings, debtors, metrics, action -> after(RELIEF_MILLIS, action));
    backlog.whenTooMuch(() -> later(relief::relieve)); // what is written now may leave before
    this.listening = new Listening(vertx.eventBus(), rooms);
    this.turnstile =
        new Turnstile(
            clocks.steady(),
            this::after,
            broker.history()::isSettled,
            metrics.of(REFUSED)::increment);
    this.reads = new Reads(broker.history(), this::later);
    this.spreading = new Spreading(broker, rooms::arrive, this::later);
    this.deliveries =
        new Deliveries(!linger.isZero(), this::later, action -> after(linger.toMillis(), action));
  }

  /** Listens; done when every node can know. */
  public Future<Void> start() {
    return listening.start();
  }

  /** Stops listening, and holds nothing more for those who are behind. */
  public Future<Void> stop() {
    rings.close();
    return listening.stop();
  }

  /**
   * The room, ready to be subscribed to, and held: the caller subscribes to it or waits in it, and
   * lets go with {@link Room#unhold}.
   */
  public Future<Room> open(RoomName name) {
    Room room = rooms.of(name);
    room.hold();
    return room.opened()
        .onFailure(
            failure -> {
              rooms.forget(room);
              room.unhold();
            });
  }

  /** Opens a room, and holds it until what is done in it is done. */
  public <T> Future<T> in(RoomName name, Function<Room, Future<T>> step) {
    return open(name)
        .compose(
            room -> Future.succeededFuture(room).compose(step).onComplete(done -> room.unhold()));
  }

  /** From now on something may wait for it. */
  public void add(Debtor debtor) {
    debtors.add(debtor);
  }

  /** It was given all, or is gone. */
  public void remove(Debtor debtor) {
    debtors.remove(debtor);
  }

  /** Those that are open. */
  OpenRooms rooms() {
    return rooms;
  }

  public Broker broker() {
    return broker;
  }

  public Presence presence() {
    return presence;
  }

  /** What is different in a room. */
  RoomRules rules() {
    return rules;
  }

  /** What the rooms delivered not long ago. */
  Rings rings() {
    return rings;
  }

  public Limits limits() {
    return limits;
  }

  /** Where those come in who stay. */
  public Turnstile turnstile() {
    return turnstile;
  }

  /** Pages for those who come. */
  public Reads reads() {
    return reads;
  }

  /** What waits for the clients of this loop. */
  public Backlog backlog() {
    return backlog;
  }

  public Meters metrics() {
    return metrics;
  }

  public Clocks clocks() {
    return clocks;
  }

  /** The name of this node. */
  public String node() {
    return node;
  }

  /** When rooms hand on what arrived. */
  Deliveries deliveries() {
    return deliveries;
  }

  /** Runs it in a later turn of this loop, after what is waiting already. */
  public void later(Runnable action) {
    context.runOnContext(v -> action.run());
  }

  /** Runs it on this loop after a while. */
  public void after(long millis, Runnable action) {
    vertx.setTimer(millis, id -> action.run());
  }

  /**
   * Stores it and tells every room of every node; the answer comes when it is kept as durably as
   * the history promises. Fails with {@code unavailable} and stores nothing, or may be repeated
   * with its key.
   */
  public Future<Appended> publish(Draft draft) {
    return spreading.publish(draft);
  }

  /** Tells every loop of every node that has the room, without storing. */
  public void spread(RoomName room, Event event) {
    spreading.add(room, event);
  }

  /** This hub spread it, and its rooms have it. */
  boolean saidItself(Batch batch) {
    return batch.from() == spreading;
  }

  /** Closes them, for good. */
  void removeSessionsOf(String user) {
    for (Debtor debtor : List.copyOf(debtors)) {
      if (debtor instanceof Session session && session.user().id().equals(user)) {
        session.remove();
      }
    }
  }
}
