package dev.fanfare.presence;

import dev.fanfare.message.Clocks;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Roster;
import dev.fanfare.message.User;
import dev.fanfare.presence.Member.Named;
import dev.fanfare.presence.Rooms.Yielded;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The presence of all nodes, of which each has a copy in memory. A node tells the others what its
 * sessions do, and once a second that it is there; who missed something asks for the whole.
 *
 * <p>Shared by the node's loops: a monitor guards the copy for a few map accesses and is never held
 * while somebody else's code runs. The bus is used by one context, so that the others hear
 * everything in the order in which it happened.
 */
public final class ClusterPresence implements Presence {
  /** What happens within so many milliseconds is told in one message. */
  private static final long COLLECT = 10;

  /** So many sessions of a lost node are let go in one piece. */
  private static final int AT_ONCE = 500;

  private final Vertx vertx;
  private final String node;
  private final Clocks clocks;
  private final RosterBus bus;
  private final Consumer<Event.Presence> announce;
  private final Rooms rooms;
  private final Roll roll;
  private final Neighbours neighbours;
  private final RoomCopies copies;
  private final Map<String, Consumer<User>> renamed = new HashMap<>();
  private final Alarm alarm;
  private final AtomicBoolean collecting = new AtomicBoolean();
  private boolean closed;

  /**
   * To be made on the context that is to use the bus.
   *
   * @param node the name of this node, another after each start
   * @param codec the name of the event-bus codec for {@link Roster}
   * @param announce tells the rooms of this node; called from a timer, never twice at a time
   */
  public ClusterPresence(
      Vertx vertx,
      String node,
      Duration grace,
      Duration coalesce,
      int listUpTo,
      Clocks clocks,
      String codec,
      Consumer<Event.Presence> announce) {
    this.vertx = vertx;
    this.node = node;
    this.clocks = clocks;
    this.bus = new RosterBus(vertx, node, codec, this::hear);
    this.announce = announce;
    this.rooms = new Rooms(new RoomMembers.Rules(grace.toMillis(), coalesce.toMillis(), listUpTo));
    this.roll = new Roll(node);
    this.copies = new RoomCopies(rooms, clocks.wall());
    this.neighbours = new Neighbours(node, copies, now());
    this.alarm = new Alarm(vertx, clocks.steady(), this::tell, this::due);
  }

  /**
   * Listens to the others; done when every node knows, and the others were asked. On the context
   * that the presence was made on, with which the listening ends.
   */
  public Future<Void> start() {
    return bus.listen().onSuccess(asked -> beat());
  }

  @Override
  public Future<Void> listenAnew() {
    return bus.listenAnew();
  }

  @Override
  public int others() {
    synchronized (rooms) {
      return neighbours.known(now());
    }
  }

  @Override
  public Future<User> enter(
      RoomName room, String session, User user, boolean number, Consumer<User> whenRenamed) {
    Context caller = vertx.getOrCreateContext();
    Named wish = Named.of(user, clocks.wall().getAsLong());
    User entered;
    try {
      synchronized (rooms) {
        entered = rooms.enter(room, session, wish, number, now());
        roll.here(new Place(room, session), Named.of(entered, wish.since()));
        renamed.put(session, to -> caller.runOnContext(v -> whenRenamed.accept(to)));
      }
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
    changed();
    return Future.succeededFuture(entered);
  }

  @Override
  public void leave(RoomName room, String session, boolean byWish) {
    synchronized (rooms) {
      rooms.leave(room, session, byWish, now());
      roll.left(new Place(room, session), byWish);
      if (rooms.of(session).isEmpty()) renamed.remove(session);
    }
    changed();
  }

  @Override
  public Future<User> rename(String session, User user) {
    Named wish = Named.of(user, clocks.wall().getAsLong());
    try {
      synchronized (rooms) {
        rooms.rename(session, wish, now());
        enroll(session, wish);
      }
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
    changed();
    return Future.succeededFuture(user);
  }

  @Override
  public Future<Integer> count(RoomName room) {
    synchronized (rooms) {
      return Future.succeededFuture(rooms.count(room));
    }
  }

  @Override
  public Future<List<User>> members(RoomName room, int limit) {
    synchronized (rooms) {
      return Future.succeededFuture(rooms.members(room, limit));
    }
  }

  @Override
  public Future<Void> close() {
    Promise<Void> done = Promise.promise();
    bus.later(
        () -> {
          spread();
          bus.tellAll(new Roster.Gone(node));
          closed = true;
          // Not before our own words have come round, or Vert.x finds nobody who hears them.
          bus.later(done::complete);
        });
    return done.future();
  }

  private void hear(Roster said) {
    if (said instanceof Roster.Ask ask) {
      answer(ask);
      return;
    }
    boolean ask;
    List<Yielded> yielded;
    synchronized (rooms) {
      ask = neighbours.hear(said, now());
      yielded = copies.takeYielded();
      for (Yielded one : yielded) enroll(one.session(), one.name());
    }
    yielded.forEach(this::tellRenamed);
    if (ask) bus.tell(said.node(), new Roster.Ask(node, said.node()));
    if (said instanceof Roster.Gone) letGo();
    changed();
  }

  private void tellRenamed(Yielded one) {
    Consumer<User> who;
    synchronized (rooms) {
      who = renamed.get(one.session());
    }
    if (who != null) who.accept(one.name().user());
  }

  private void answer(Roster.Ask ask) {
    List<Roster.State> state;
    synchronized (rooms) {
      if (!neighbours.mayAsk(ask, now())) return;
      state = roll.state();
    }
    state.forEach(part -> bus.tell(ask.node(), part));
  }

  private void beat() {
    if (closed) return;
    vertx.setTimer(Neighbours.BEAT, id -> beat()); // whatever comes of this one
    spread();
    Roster.Beat beat;
    synchronized (rooms) {
      neighbours.look(now());
      beat = roll.beat();
    }
    bus.tellAll(beat);
    letGo();
  }

  /** Of a node that is gone, some sessions in each turn. */
  private void letGo() {
    boolean more;
    synchronized (rooms) {
      more = neighbours.letGo(AT_ONCE);
    }
    alarm.by(due());
    if (more) bus.later(this::letGo);
  }

  /** Sees to it that rooms and other nodes are told in time. */
  private void changed() {
    alarm.by(due());
    boolean news;
    synchronized (rooms) {
      news = roll.hasNews();
    }
    if (news && collecting.compareAndSet(false, true)) {
      bus.later(() -> vertx.setTimer(COLLECT, id -> spread()));
    }
  }

  private void spread() {
    collecting.set(false);
    List<Roster.Changes> news;
    synchronized (rooms) {
      news = roll.take();
    }
    news.forEach(bus::tellAll);
  }

  private void enroll(String session, Named name) {
    for (RoomName room : rooms.of(session)) roll.here(new Place(room, session), name);
  }

  private void tell() {
    List<Event.Presence> news;
    synchronized (rooms) {
      news = rooms.tell(now());
    }
    news.forEach(announce);
  }

  private long due() {
    synchronized (rooms) {
      return rooms.due();
    }
  }

  private long now() {
    return clocks.steady().getAsLong();
  }
}
