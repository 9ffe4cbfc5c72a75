package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ANN;
import static dev.fanfare.hub.HubFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.message.Body;
import dev.fanfare.message.Command;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The history answers late here: what happens meanwhile must not be missed. */
@ExtendWith(VertxExtension.class)
class AttendanceTest {
  private static final RoomName INBOX = RoomName.inbox(ANN.id());
  private static final User BOB = new User("bob", "Bob");

  private final FakeOutbox box = new FakeOutbox();
  private HubFixture node;
  private Session session;
  private Commands commands;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node = HubFixture.start(vertx);
    session = new Session("s", ANN, true, "ann", node.hub, node.encoding, box, true);
    commands = new Commands(session, null, true, Naming.CHOSEN);
  }

  @Test
  void whoComesInIsToldOfItHoweverLongItTook() throws Exception {
    FakeOutbox present = node.join(new FakeOutbox(), null, true);
    Promise<Void> answers = Promise.promise();
    Future<Void> joined =
        node.onLoop(
            () -> {
              node.history.open = answers.future();
              return Future.succeededFuture(join("one"));
            });
    comes(BOB);
    node.await(() -> told(present, BOB));
    node.run(answers::complete);
    node.onLoop(() -> joined);
    node.time.addAndGet(1_000);
    node.await(() -> told(box, ANN));
    assertThat(box.events.get(0)).isInstanceOf(Event.Joined.class);
  }

  @Test
  void whoIsGoneBeforeTheHistoryAnsweredWasNeverHere() throws Exception {
    node.onLoop(
        () -> {
          Future<Void> joined = join("one");
          session.end();
          return joined;
        });
    assertThat(node.onLoop(() -> node.hub.presence().count(ROOM))).isZero();
    assertThat(box.events).isEmpty();
  }

  @Test
  void twoJoinsAtOnceAreBothAnswered() throws Exception {
    node.onLoop(() -> Future.all(join("one"), join("two")));
    assertThat(box.events)
        .filteredOn(Event.Joined.class::isInstance)
        .extracting(event -> ((Event.Joined) event).ref())
        .containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void whoLeavesWhileComingInHasLeft() throws Exception {
    node.onLoop(() -> Future.all(join("one"), leave("two")));
    assertThat(box.events).hasSize(2);
    assertThat(box.events.get(0)).isInstanceOf(Event.Joined.class);
    assertThat(box.events.get(1)).isEqualTo(new Event.Left("two", ROOM));
    assertThat(session.in(ROOM)).isNull();
    assertThat(node.onLoop(() -> node.hub.presence().count(ROOM))).isZero();
  }

  @Test
  void whoComesBackWhileLeavingIsIn() throws Exception {
    node.onLoop(() -> Future.all(join("one"), leave("two"), join("three")));
    assertThat(box.events).extracting(AttendanceTest::ref).containsExactly("one", "two", "three");
    assertThat(session.in(ROOM)).isNotNull();
    assertThat(node.onLoop(() -> node.hub.presence().count(ROOM))).isOne();
  }

  @Test
  void anInboxThatCouldNotBeReadIsStillThere() throws Exception {
    direct("missed");
    inInboxFrom(head());
    node.history.failures = 1;
    node.onLoop(() -> joinInbox(0));
    assertThat(box.events).singleElement().isInstanceOf(Event.Failure.class);
    direct("live");
    node.await(() -> box.offsets().size() == 1);
    assertThat(box.offsets()).containsExactly(2L);
  }

  @Test
  void whoAsksForAnInboxAgainGetsWhatWasMissed() throws Exception {
    direct("missed");
    inInboxFrom(head());
    node.history.failures = 1;
    node.onLoop(() -> joinInbox(0));
    node.onLoop(() -> joinInbox(0));
    direct("live");
    node.await(() -> box.offsets().size() == 2);
    assertThat(box.offsets()).containsExactly(1L, 2L);
  }

  @Test
  void whatComesWhileAnInboxIsReadComesOnce() throws Exception {
    direct("missed");
    inInboxFrom(head());
    node.onLoop(() -> Future.all(joinInbox(0), publishDirect("live")));
    direct("last");
    node.await(() -> box.offsets().contains(3L));
    assertThat(box.offsets()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatAnInboxHasNotToldYetIsToldEvenIfLessIsAskedFor() throws Exception {
    Position start = head();
    for (int i = 0; i < 5; i++) {
      direct("m");
    }
    box.room = 0;
    inInboxFrom(start);
    node.onLoop(
        () -> {
          box.room = Integer.MAX_VALUE;
          return commands.handle(new Command.Join(null, INBOX, null, 2));
        });
    node.await(() -> box.offsets().size() == 5);
    assertThat(box.offsets()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  private Position head() throws Exception {
    return node.onLoop(() -> node.history.head(INBOX));
  }

  private void direct(String text) throws Exception {
    node.onLoop(() -> publishDirect(text));
  }

  private Future<?> publishDirect(String text) {
    return node.elsewhere.publish(new Draft(INBOX, BOB, ANN.id(), Body.text(text), "", null));
  }

  /** As a session is that was just welcomed. */
  private void inInboxFrom(Position start) throws Exception {
    node.onLoop(
        () ->
            node.hub
                .open(INBOX)
                .onSuccess(
                    room -> {
                      session.follow(session.subscribe(room, start));
                      room.unhold();
                    }));
  }

  private Future<Void> joinInbox(long offset) {
    Since since = new Since.After(new Position("e1", offset));
    return commands.handle(new Command.Join(null, INBOX, since, 0));
  }

  /** In time for the room to be told. */
  private void comes(User user) throws Exception {
    node.onLoop(() -> node.hub.presence().enter(ROOM, user.id(), user, false, renamed -> {}));
    node.time.addAndGet(1_000);
  }

  private static boolean told(FakeOutbox box, User user) {
    return box.events.stream()
        .anyMatch(event -> event instanceof Event.Presence news && news.joined().contains(user));
  }

  private static @Nullable String ref(Event event) {
    return event instanceof Event.Joined joined
        ? joined.ref()
        : event instanceof Event.Left left ? left.ref() : event.toString();
  }

  private Future<Void> leave(String ref) {
    return commands.handle(new Command.Leave(ref, ROOM));
  }

  private Future<Void> join(String ref) {
    return commands.handle(new Command.Join(ref, ROOM, null, 5));
  }
}
