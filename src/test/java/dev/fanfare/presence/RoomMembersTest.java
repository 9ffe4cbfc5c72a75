package dev.fanfare.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.presence.Member.Named;
import dev.fanfare.presence.RoomMembers.Rules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomMembersTest {
  private static final RoomName LOBBY = RoomName.of("lobby");
  private static final User ANN = new User("a", "Ann");
  private static final User BOB = new User("b", "Bob");

  private final RoomMembers room = new RoomMembers(LOBBY, new Rules(15_000, 250, 200));

  @Test
  void comingsAndGoingsAreToldTogetherAfterTheInterval() {
    enter("1", ANN, 0);
    enter("2", BOB, 200);
    assertThat(room.due()).isEqualTo(250);
    assertThat(room.tell(249)).isNull();
    assertThat(room.tell(250)).isEqualTo(news(List.of(ANN, BOB), List.of(), 2));
    assertThat(room.due()).isEqualTo(Agenda.NEVER);

    room.leave("2", true, 1_000);
    assertThat(room.due()).isEqualTo(1_250);
    assertThat(room.tell(1_250)).isEqualTo(news(List.of(), List.of(BOB), 1));
    assertThat(room.tell(9_999)).isNull();
  }

  @Test
  void whoCameAndWentWithinOneIntervalIsNoNews() {
    told(ANN);
    enter("2", BOB, 1_000);
    room.leave("2", true, 1_100);
    assertThat(room.tell(1_250)).isNull();
  }

  @Test
  void whoWentAndCameWithinOneIntervalIsNoNews() {
    told(ANN, BOB);
    room.leave("b", true, 1_000);
    enter("3", BOB, 1_100);
    assertThat(room.tell(1_250)).isNull();
    assertThat(room.count()).isEqualTo(2);
  }

  @Test
  void aReloadIsNoNews() {
    told(ANN, BOB);
    room.leave("b", false, 1_000);
    assertThat(room.tell(1_250)).isNull();
    assertThat(room.count()).as("a member while in grace").isEqualTo(2);
    enter("3", BOB, 15_999);
    assertThat(room.tell(16_500)).isNull();
    assertThat(room.due()).isEqualTo(Agenda.NEVER);
  }

  @Test
  void whoDoesNotComeBackHasLeft() {
    told(ANN, BOB);
    room.leave("b", false, 1_000);
    room.tell(1_250);
    assertThat(room.due()).isEqualTo(16_000);
    assertThat(room.tell(16_000)).isNull();
    assertThat(room.count()).isEqualTo(1);
    assertThat(room.tell(16_250)).isEqualTo(news(List.of(), List.of(BOB), 1));
  }

  @Test
  void aUserLeavesWithTheLastSession() {
    told(ANN, BOB);
    enter("b2", BOB, 1_000);
    room.leave("b", true, 1_000);
    assertThat(room.tell(1_250)).isNull();
    room.leave("b2", true, 2_000);
    assertThat(room.tell(2_250)).isEqualTo(news(List.of(), List.of(BOB), 1));
  }

  @Test
  void leavingTwiceOrWithoutHavingEnteredDoesNothing() {
    told(ANN, BOB);
    room.leave("b", false, 1_000);
    room.leave("b", true, 1_001);
    room.leave("nobody", true, 1_001);
    assertThat(room.count()).isEqualTo(2);
  }

  @Test
  void withoutGraceALostSessionHasLeft() {
    RoomMembers hasty = new RoomMembers(LOBBY, new Rules(0, 250, 200));
    hasty.enter("1", Named.of(ANN, 0), false, 0);
    hasty.leave("1", false, 1);
    assertThat(hasty.isEmpty()).isTrue();
  }

  @Test
  void anEmptiedRoomIsToldNothing() {
    told(ANN);
    room.leave("a", true, 1_000);
    assertThat(room.isEmpty()).isTrue();
    assertThat(room.tell(1_250)).isNull();
  }

  @Test
  void aLargeRoomIsOnlyCounted() {
    RoomMembers small = new RoomMembers(LOBBY, new Rules(15_000, 250, 2));
    small.enter("a", Named.of(ANN, 0), false, 0);
    small.enter("b", Named.of(BOB, 0), false, 0);
    assertThat(small.tell(250)).isEqualTo(news(List.of(ANN, BOB), List.of(), 2));

    User cid = new User("c", "Cid");
    small.enter("c", Named.of(cid, 0), false, 1_000);
    assertThat(small.tell(1_250)).as("over").isEqualTo(news(List.of(), List.of(), 3));

    small.leave("c", true, 2_000);
    small.enter("d", Named.of(new User("d", "Dan"), 0), false, 2_000);
    assertThat(small.tell(2_250)).as("the same count").isNull();

    small.leave("d", true, 3_000);
    assertThat(small.tell(3_250)).as("back").isEqualTo(news(List.of(), List.of(), 2));

    small.leave("b", true, 4_000);
    assertThat(small.tell(4_250)).as("under").isEqualTo(news(List.of(), List.of(BOB), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann", "ANN", "ａｎｎ", "Аnn", "A\u200dnn", "A\u0336nn"})
  void aNameOrItsLikeIsTakenOnce(String name) {
    told(ANN);
    User other = new User("o", name);
    assertThatThrownBy(() -> enter("2", other, 1_000))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.NAME_TAKEN));
    assertThat(room.count()).isEqualTo(1);
    assertThat(room.due()).as("nothing to tell").isEqualTo(Agenda.NEVER);
  }

  @Test
  void aTakenNameGetsANumber() {
    told(ANN);
    assertThat(numbered("2", "x", "ann")).isEqualTo("ann-2");
    assertThat(numbered("3", "y", "Ann")).isEqualTo("Ann-3");
    assertThat(numbered("4", "z", "Zoe")).isEqualTo("Zoe");
    assertThat(numbered("5", "x", "ann")).as("another session of the same").isEqualTo("ann-2");
  }

  @Test
  void whoIsInGraceKeepsTheName() {
    told(ANN, BOB);
    room.leave("a", false, 1_000);
    User other = new User("o", "Ann");
    assertThatThrownBy(() -> enter("2", other, 15_999)).isInstanceOf(Refusal.class);
    room.tell(16_000);
    assertThat(enter("2", other, 16_000)).isEqualTo(other);
  }

  @Test
  void whoLeavesByWishFreesTheName() {
    told(ANN, BOB);
    room.leave("a", true, 1_000);
    assertThat(enter("2", new User("o", "Ann"), 1_000).name()).isEqualTo("Ann");
  }

  @Test
  void aNewNameIsToldAsJoined() {
    told(ANN, BOB);
    User anna = ANN.named("Anna");
    room.check(Named.of(anna, 0));
    room.rename("a", Named.of(anna, 1_000), 1_000);
    assertThat(room.tell(1_250)).isEqualTo(news(List.of(anna), List.of(), 2));
    assertThat(enter("3", new User("o", "Ann"), 2_000).name()).as("free again").isEqualTo("Ann");
    assertThatThrownBy(() -> room.check(Named.of(BOB.named("anna"), 0)))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void aChangeOfCaseIsARenameToo() {
    told(ANN, BOB);
    User loud = ANN.named("ANN");
    room.check(Named.of(loud, 0));
    room.rename("a", Named.of(loud, 1_000), 1_000);
    assertThat(room.tell(1_250)).isEqualTo(news(List.of(loud), List.of(), 2));
  }

  @Test
  void allNamesOfAUsersSessionsAreTakenAndTheLastIsShown() {
    told(ANN, BOB);
    User anna = ANN.named("Anna");
    enter("a2", anna, 1_000);
    assertThat(room.tell(1_250)).isEqualTo(news(List.of(anna), List.of(), 2));
    assertThatThrownBy(() -> enter("3", new User("o", "Ann"), 2_000)).isInstanceOf(Refusal.class);

    room.leave("a2", false, 3_000);
    assertThat(room.members(9)).containsExactly(ANN, BOB);
    assertThat(enter("3", new User("o", "Anna"), 3_000).name()).isEqualTo("Anna");
  }

  @Test
  void aSessionThatEntersAsSomebodyElseLeavesAsTheFirst() {
    told(ANN, BOB);
    User cid = new User("c", "Cid");
    enter("b", cid, 1_000);
    assertThat(room.tell(1_250)).isEqualTo(news(List.of(cid), List.of(BOB), 2));
  }

  @Test
  void theFirstComersAreListed() {
    told(ANN, BOB);
    assertThat(room.members(1)).containsExactly(ANN);
    assertThat(room.members(0)).isEmpty();
  }

  /** Whoever keeps a list from what was told has the list; and nobody bears another's name. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsToldAddsUp(long seed) {
    Random random = new Random(seed);
    Map<String, User> heard = new HashMap<>();
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      now += random.nextInt(400);
      String session = "s" + random.nextInt(20);
      // A session is one user's for life.
      User user = new User("u" + session.hashCode() % 7, "Name" + random.nextInt(5));
      switch (random.nextInt(4)) {
        case 0 -> room.enter(session, Named.of(user, now), true, now);
        case 1 -> room.leave(session, random.nextBoolean(), now);
        case 2 -> renameIfFree(session, user, now);
        default -> {}
      }
      hear(room.tell(now), heard);
      Set<String> names = new HashSet<>();
      room.members(99).forEach(member -> assertThat(names.add(member.name())).isTrue());
      if (room.isEmpty()) heard.clear();
      else if (room.due() > now + 250) {
        assertThat(heard.values()).containsExactlyInAnyOrderElementsOf(room.members(99));
      }
    }
    for (int i = 0; i < 20; i++) room.leave("s" + i, false, now);
    room.tell(now + 15_000);
    assertThat(room.isEmpty()).isTrue();
    assertThat(enter("x", new User("x", "Name1"), now).name())
        .as("no name stays")
        .isEqualTo("Name1");
  }

  private void renameIfFree(String session, User user, long now) {
    try {
      room.check(Named.of(user, 0));
    } catch (Refusal taken) {
      return;
    }
    room.rename(session, Named.of(user, now), now);
  }

  private static void hear(Event.Presence told, Map<String, User> heard) {
    if (told == null) return;
    told.left().forEach(user -> assertThat(heard.remove(user.id())).isEqualTo(user));
    told.joined().forEach(user -> assertThat(heard.put(user.id(), user)).isNotEqualTo(user));
    assertThat(heard).hasSize(told.count());
  }

  private User enter(String session, User user, long now) {
    return room.enter(session, Named.of(user, now), false, now);
  }

  private String numbered(String session, String id, String name) {
    return room.enter(session, Named.of(new User(id, name), 0), true, 1_000).name();
  }

  /** They are in the room, each in a session named as the id, and the room knows. */
  private void told(User... users) {
    for (User user : users) enter(user.id(), user, 0);
    room.tell(250);
  }

  private static Event.Presence news(List<User> joined, List<User> left, int count) {
    return new Event.Presence(LOBBY, joined, left, count);
  }
}
