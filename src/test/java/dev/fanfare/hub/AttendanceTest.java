package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ANN;
import static dev.fanfare.hub.HubFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
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
