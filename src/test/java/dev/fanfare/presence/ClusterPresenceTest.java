package dev.fanfare.presence;

import static dev.fanfare.presence.PresenceNode.LOBBY;
import static dev.fanfare.presence.PresenceNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Clocks;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.Roster;
import dev.fanfare.message.User;
import dev.fanfare.wire.RosterCodec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Some nodes on one bus. */
class ClusterPresenceTest extends PresenceContract {
  private static final User ANN = new User("a", "Ann");
  private static final User BOB = new User("b", "Bob");
  private static final User CID = new User("c", "Cid");

  private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Roster> lost = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() {
    vertx.eventBus().registerCodec(new RosterCodec());
    vertx
        .eventBus()
        .<Roster>addOutboundInterceptor(
            delivery -> {
              if (cutOff.contains(delivery.message().body().node()))
                lost.add(delivery.message().body());
              else delivery.next();
            });
  }

  @Override
  Presence open(Duration grace, Duration coalesce, Consumer<Event.Presence> announce)
      throws Exception {
    return PresenceNode.open(vertx, "alone", grace, coalesce, Clocks.system(), announce);
  }

  @Test
  void whoIsAtOneNodeIsSeenAtAll() throws Exception {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.enter("1", ANN);
    b.enter("2", BOB);
    a.awaitMembers(ANN, BOB);
    b.awaitMembers(ANN, BOB);
    PresenceNode late = node("late");
    late.awaitMembers(ANN, BOB);
    assertThat(await(late.presence.count(LOBBY))).isEqualTo(2);

    a.presence.leave(LOBBY, "1", true);
    b.awaitMembers(BOB);
    late.awaitMembers(BOB);

    await(b.presence.rename("2", BOB.named("Rob")));
    a.awaitMembers(BOB.named("Rob"));
  }

  @Test
  void eachComingAndGoingIsToldOnceAtEachNode() throws Exception {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.enter("1", ANN);
    assertThat(b.next()).isEqualTo(news(List.of(ANN), List.of(), 1));
    b.enter("2", BOB);
    assertThat(b.next()).isEqualTo(news(List.of(BOB), List.of(), 2));
    a.presence.leave(LOBBY, "1", true);
    assertThat(b.next()).isEqualTo(news(List.of(), List.of(ANN), 1));
  }

  @Test
  void aNameIsTakenAtEveryNode() throws Exception {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.enter("1", ANN);
    b.awaitMembers(ANN);
    assertThat(b.presence.enter(LOBBY, "2", BOB.named("ann"), false, news -> {}).cause())
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.NAME_TAKEN));
    assertThat(await(b.presence.enter(LOBBY, "2", BOB.named("Ann"), true, news -> {})).name())
        .isEqualTo("Ann-2");
    assertThat(a.renamed).isEmpty();
  }

  @Test
  void ofTwoWhoTookANameAtTheSameMomentTheSecondGivesWayAndIsTold() throws Exception {
    PresenceNode first = PresenceNode.start(vertx, "x", Duration.ofHours(1), 1_000);
    PresenceNode second = PresenceNode.start(vertx, "a", Duration.ofHours(1), 1_001);
    cutOff.addAll(Set.of("x", "a"));
    first.enter("1", ANN);
    User other = new User("0", "ann");
    await(second.presence.enter(PresenceNode.LOBBY, "2", other, false, second.renamed::add));
    cutOff.clear();
    assertThat(second.renamed.poll(60, TimeUnit.SECONDS)).isEqualTo(other.named("ann-2"));
    first.awaitMembers(ANN, other.named("ann-2"));
    second.awaitMembers(ANN, other.named("ann-2"));
    assertThat(first.renamed).isEmpty();
    assertThat(second.renamed).isEmpty();
  }

  @Test
  void aReloadThatLandsOnAnotherNodeIsNoNews() throws Exception {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.enter("1", ANN);
    b.enter("2", BOB);
    b.awaitMembers(ANN, BOB);
    a.awaitMembers(ANN, BOB);
    b.enter("fence", CID);
    a.toldUntil(CID);
    b.toldUntil(CID);

    a.presence.leave(LOBBY, "1", false);
    b.enter("3", ANN);
    User fence = new User("f", "Fence");
    a.enter("4", fence);
    for (PresenceNode node : List.of(a, b)) {
      assertThat(node.toldUntil(fence)).containsExactly(news(List.of(fence), List.of(), 4));
    }
  }

  @Test
  void aUserAtTwoNodesIsOneMember() throws Exception {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.enter("1", ANN);
    b.awaitMembers(ANN);
    b.enter("2", ANN);
    b.enter("3", BOB);
    a.toldUntil(BOB);
    b.toldUntil(BOB);
    a.presence.leave(LOBBY, "1", true);
    User fence = new User("f", "Fence");
    a.enter("4", fence);
    assertThat(b.toldUntil(fence)).containsExactly(news(List.of(fence), List.of(), 3));
  }

  @Test
  void whatTheBusLostIsAskedFor() throws Exception {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.enter("1", ANN);
    a.enter("2", BOB);
    b.awaitMembers(ANN, BOB);
    User eve = new User("e", "Eve");
    b.enter("5", eve);
    a.awaitMembers(ANN, BOB, eve);
    cutOff.add("a");
    a.presence.leave(LOBBY, "2", true);
    a.enter("3", CID);
    User dan = new User("d", "Dan");
    while (!(lost.take() instanceof Roster.Changes)) {}
    cutOff.clear();
    a.enter("4", dan);
    // Bob for the grace: nobody heard that he wished to go.
    b.awaitMembers(ANN, BOB, CID, dan, eve);
  }

  @Test
  void whoseNodeStopsIsGoneWithTheGrace() throws Exception {
    PresenceNode stops = PresenceNode.start(vertx, "s", Duration.ofMillis(50), 0);
    PresenceNode stays = PresenceNode.start(vertx, "x", Duration.ofMillis(50), 0);
    stops.enter("1", ANN);
    stays.enter("1", BOB);
    stays.toldUntil(ANN);
    await(stops.presence.close());
    stays.awaitMembers(BOB);
  }

  @Test
  void aLargeRoomIsCountedAcrossNodes() throws Exception {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    for (int i = 0; i < 1_201; i++) {
      User user = new User("u" + i, "Name" + i);
      await(a.presence.enter(LOBBY, "s" + i, user, false, news -> {}));
    }
    PresenceNode late = node("late");
    for (PresenceNode node : List.of(b, late)) {
      Event.Presence last = node.next();
      while (last.count() < 1_201) last = node.next();
      assertThat(last).isEqualTo(news(List.of(), List.of(), 1_201));
    }
  }

  private PresenceNode node(String name) throws Exception {
    return PresenceNode.start(vertx, name, Duration.ofHours(1), 0);
  }

  private static Event.Presence news(List<User> joined, List<User> left, int count) {
    return new Event.Presence(LOBBY, joined, left, count);
  }
}
