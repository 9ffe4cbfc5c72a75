package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ANN;
import static dev.fanfare.hub.HubFixture.ROOM;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.config.ConfigReader;
import dev.fanfare.config.Limits;
import dev.fanfare.config.RoomRule;
import dev.fanfare.config.RoomRule.SlowConsumer;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.History.Appended;
import dev.fanfare.history.Retention;
import dev.fanfare.hub.FakeOutbox.FakeEncoding;
import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Code;
import dev.fanfare.message.Command;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Since;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.LocalPresence;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One room on one loop, to which everything happens in an order that a number decides: messages
 * come early, late or never, sessions stop and read on, come and go, history answers when it likes.
 * The same number gives the same run.
 */
final class Interleaving {
  private static final int STEPS = 1_500;
  private static final Event NOTICE = new Event.Presence(ROOM, List.of(), List.of(), 1);

  /** What may happen. */
  enum World {
    /** Nothing that excuses a gap. */
    KIND,
    /** Little is kept, little may wait, and now and then a room begins a new life. */
    HARSH
  }

  private final Random random;
  private final World world;
  private final SteppedLoop loop = new SteppedLoop();
  private final LateHistory history;
  private final Hub hub;
  private final FakeEncoding telling = new FakeEncoding();
  private final FakeEncoding untelling = new FakeEncoding();
  private final Map<Position, String> senders = new HashMap<>();
  private final List<Event.Message> underWay = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Member> gone = new ArrayList<>();
  private final Map<Room, Position> positions = new HashMap<>();
  private final List<Body> bodies = new ArrayList<>();
  private int named;

  /** Somebody with a connection. */
  private final class Member {
    final FakeOutbox box = new FakeOutbox();
    final boolean commands = random.nextBoolean();
    final Session session;
    final Stay stay;
    final Commands does;
    boolean joining;

    Member() {
      boolean echo = random.nextInt(3) > 0;
      String id = "s" + named++;
      boolean tells = commands || world == World.KIND || random.nextInt(3) > 0;
      session = new Session(id, ANN, false, id, hub, tells ? telling : untelling, box, echo);
      stay = new Stay(id, echo, tells, senders);
      does = new Commands(session, null, true, Naming.MADE);
    }

    void joinFirst() {
      if (commands) {
        join();
        return;
      }
      Position since = random.nextBoolean() ? somePosition() : null;
      boolean later = random.nextBoolean();
      hub.open(ROOM)
          .onSuccess(
              room -> {
                Position start = since == null ? room.position() : since;
                stay.begins(start);
                if (later) {
                  hub.later(() -> hub.later(() -> subscribe(room, start)));
                } else {
                  subscribe(room, start);
                }
              });
    }

    private void subscribe(Room room, Position start) {
      if (!session.ended()) {
        session.follow(session.subscribe(room, start));
      }
      room.unhold();
    }

    void join() {
      Position since = random.nextInt(3) == 0 ? somePosition() : null;
      joining = true;
      does.handle(
              new Command.Join(
                  since == null ? "" : since.toString(),
                  ROOM,
                  since == null ? null : new Since.After(since),
                  0))
          .onComplete(done -> joining = false);
    }

    void leave() {
      does.handle(new Command.Leave(null, ROOM));
    }

    void end() {
      session.end();
      box.die();
      members.remove(this);
      gone.add(this);
    }

    void takesMore(int events) {
      boolean was = box.writable();
      box.room = events;
      if (!was && box.writable()) {
        hub.later(
            () -> {
              if (box.writable()) {
                session.writable();
              }
            });
      }
    }

    @Override
    public String toString() {
      return session.id() + " (" + (commands ? "commands" : "endpoint") + ")";
    }
  }

  Interleaving(long seed, World world) {
    this.random = new Random(seed);
    this.world = world;
    untelling.tells = event -> event instanceof Event.Message;
    boolean kind = world == World.KIND;
    int largest = random.nextBoolean() ? 60_000 : 100;
    for (int i = 0; i < 5; i++) {
      bodies.add(HubFixture.bytes(1 + random.nextInt(largest)));
    }
    this.history =
        new LateHistory(
            random,
            loop::now,
            new Retention(
                kind ? 1_000_000 : 5 + random.nextInt(200), 1L << 40, 1L << 40, 0, 1L << 40, 0));
    SlowConsumer[] rules = SlowConsumer.values();
    RoomRule rule = new RoomRule("r", null, null, null, rules[random.nextInt(rules.length)], false);
    Vertx vertx = loop.vertx();
    hub =
        new Hub(
            vertx,
            new Broker(history, null, loop::now, new RoomRules(List.of()), "none"),
            new LocalPresence(
                vertx, Duration.ZERO, Duration.ofSeconds(1), 200, loop::now, change -> {}),
            new RoomRules(List.of(rule)),
            limits(kind ? 1L << 40 : 1 + largest * (1L + random.nextInt(8))),
            random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(20),
            new Backlogs(0).open(),
            new Meters(),
            new Clocks(loop::now, loop::now),
            "n");
  }

  private static Limits limits(long outboundBytes) {
    JsonObject limits =
        new JsonObject().put("message-bytes", 1).put("outbound-bytes", outboundBytes);
    return ConfigReader.read(new JsonObject().put("limits", limits), Map.of(), false)
        .config()
        .limits();
  }

  /** Runs it, and fails if somebody was told what should not be, or was not told what should. */
  void run() {
    for (int step = 0; step < STEPS; step++) {
      step();
      requireThatRoomsGoForward();
    }
    settle();
    check();
  }

  private void step() {
    int what = random.nextInt(100);
    if (what < 25) {
      loop.turn();
    } else if (what < 50) {
      publish();
    } else if (what < 72) {
      arrive();
    } else if (what < 80) {
      history.answer();
    } else if (what < 88) {
      some().takesMore(random.nextInt(3) == 0 ? 0 : random.nextInt(20));
    } else if (what < 90) {
      loop.pass(random.nextInt(3) == 0 ? 300 : 5);
    } else if (what < 92) {
      comeOrGo();
    } else if (what < 94) {
      leaveAndJoin();
    } else if (what < 96) {
      hub.open(ROOM)
          .onSuccess(
              room -> {
                tell(room);
                room.unhold();
              });
    } else if (what < 98) {
      members.forEach(member -> member.session.checkSlow());
    } else if (world == World.HARSH && random.nextInt(40) == 0) {
      history.beginAnew();
    }
  }

  private void requireThatRoomsGoForward() {
    for (Member member : members) {
      Subscription subscription = member.session.in(ROOM);
      if (subscription != null) {
        Position now = subscription.room().position();
        Position before = positions.put(subscription.room(), now);
        if (before != null && Waiters.isAfter(before, now) && !Waiters.isAfter(now, before)) {
          throw new AssertionError("The room went back from " + before + " to " + now);
        }
      }
    }
  }

  /** What does not come as a message of its own. */
  private void tell(Room room) {
    switch (random.nextInt(3)) {
      case 0 -> room.headIs(history.headNow(ROOM));
      case 1 -> room.recheck();
      default -> room.arrive(NOTICE, null);
    }
  }

  private Member some() {
    if (members.isEmpty()) {
      Member first = new Member();
      members.add(first);
      first.joinFirst();
    }
    return members.get(random.nextInt(members.size()));
  }

  private void comeOrGo() {
    if (members.size() > 6 || members.size() > 1 && random.nextInt(3) == 0) {
      some().end();
    } else {
      Member member = new Member();
      members.add(member);
      member.joinFirst();
    }
  }

  /** Mostly in one turn. */
  private void leaveAndJoin() {
    Member member = some();
    if (member.commands && !member.joining) {
      member.leave();
      if (random.nextInt(4) > 0) {
        member.join();
      }
    } else if (member.commands) {
      member.join();
    }
  }

  private void publish() {
    String sender = random.nextBoolean() ? "" : some().session.id();
    Body body = bodies.get(random.nextInt(bodies.size()));
    for (int i = random.nextInt(3); i >= 0; i--) {
      Draft draft = new Draft(ROOM, ANN, null, body, sender, null);
      Appended appended = history.append(ROOM, List.of(draft), loop.now()).result().get(0);
      senders.put(appended.position(), sender);
      underWay.add(new Event.Message(appended.stored()));
    }
  }

  /** Mostly the next one, now and then another, and some never. */
  private void arrive() {
    for (int i = random.nextInt(4); i >= 0 && !underWay.isEmpty(); i--) {
      int early = random.nextInt(6) == 0 ? random.nextInt(Math.min(4, underWay.size())) : 0;
      Event.Message message = underWay.remove(early);
      if (random.nextInt(50) > 0) {
        hub.rooms().arrive(message);
      }
    }
  }

  private @Nullable Position somePosition() {
    Position head = history.headNow(ROOM);
    return switch (random.nextInt(8)) {
      case 0 -> world == World.KIND ? head : head.at(head.offset() + 1 + random.nextInt(3));
      case 1 -> world == World.KIND ? head : new Position("other", 3);
      default -> head.at(Math.max(0, head.offset() - random.nextInt(300)));
    };
  }

  /** All that is under way comes, everybody reads, and nothing is missed that a digest tells of. */
  private void settle() {
    underWay.forEach(hub.rooms()::arrive);
    underWay.clear();
    for (int i = 0; i < 300; i++) {
      for (Member member : List.copyOf(members)) {
        if (member.box.closed != null) {
          member.end();
        } else {
          member.takesMore(Integer.MAX_VALUE);
        }
      }
      while (loop.turn() | history.answer()) {
        // on
      }
      loop.pass(100);
      if (i % 50 == 10) {
        hub.open(ROOM)
            .onSuccess(
                room -> {
                  room.headIs(history.headNow(ROOM));
                  room.unhold();
                });
      }
    }
  }

  private void check() {
    List<Member> all = new ArrayList<>(members);
    all.addAll(gone);
    for (Member member : all) {
      try {
        member.stay.follow(member.box.events);
        if (members.contains(member)) {
          member.stay.requireLevel(history.headNow(ROOM));
        }
        if (member.box.closed == Code.INTERNAL
            || world == World.KIND && (member.stay.gaps() > 0 || member.box.closed != null)) {
          throw new AssertionError(member.stay.gaps() + " gaps, closed: " + member.box.closed);
        }
      } catch (AssertionError wrong) {
        throw new AssertionError(member + ": " + wrong.getMessage(), wrong);
      }
    }
    List.copyOf(members).forEach(Member::end);
    while (loop.turn() | history.answer()) {
      // until the room is forgotten
    }
    loop.pass(10_000);
    while (loop.turn() | history.answer()) {
      // until the room is forgotten
    }
    int open = telling.open.get() + untelling.open.get();
    if (open != 0) {
      throw new AssertionError(open + " references were not given back");
    }
    if (hub.rings().bytes() != 0) {
      throw new AssertionError("The rings keep " + hub.rings().bytes() + " bytes");
    }
  }
}
