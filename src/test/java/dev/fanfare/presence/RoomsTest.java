package dev.fanfare.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.presence.Member.Named;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private static final RoomName RED = RoomName.of("red");
  private static final RoomName BLUE = RoomName.of("blue");
  private static final User ANN = new User("a", "Ann");
  private static final User BOB = new User("b", "Bob");

  private final Rooms rooms = new Rooms(new RoomMembers.Rules(15_000, 250, 200));

  @Test
  void aRenameReachesAllRoomsOfTheSession() {
    enter(RED, ANN, 0);
    enter(BLUE, ANN, 0);
    rooms.tell(250);
    User anna = ANN.named("Anna");
    rooms.rename("a", Named.of(anna, 0), 1_000);
    assertThat(rooms.tell(1_250)).containsExactly(joined(RED, anna, 1), joined(BLUE, anna, 1));
  }

  @Test
  void aNameThatIsTakenInOneRoomIsTakenInNone() {
    enter(RED, ANN, 0);
    enter(BLUE, ANN, 0);
    enter(BLUE, BOB, 0);
    rooms.tell(250);
    assertThatThrownBy(() -> rooms.rename("a", Named.of(ANN.named("bob"), 0), 1_000))
        .isInstanceOf(Refusal.class);
    assertThat(rooms.members(RED, 9)).containsExactly(ANN);
    assertThat(rooms.due()).isEqualTo(Agenda.NEVER);
  }

  @Test
  void theSameNameMayLiveInTwoRooms() {
    enter(RED, ANN, 0);
    assertThat(enter(BLUE, new User("o", "Ann"), 0).name()).isEqualTo("Ann");
  }

  @Test
  void eachRoomIsToldInItsOwnTime() {
    enter(RED, ANN, 0);
    enter(BLUE, BOB, 100);
    assertThat(rooms.due()).isEqualTo(250);
    assertThat(rooms.tell(250)).containsExactly(joined(RED, ANN, 1));
    assertThat(rooms.due()).isEqualTo(350);
    assertThat(rooms.tell(350)).containsExactly(joined(BLUE, BOB, 1));
    assertThat(rooms.due()).isEqualTo(Agenda.NEVER);
  }

  @Test
  void anEmptyRoomIsNone() {
    enter(RED, ANN, 0);
    rooms.leave(RED, "a", true, 10);
    assertThat(rooms.due()).isEqualTo(Agenda.NEVER);
    assertThat(rooms.count(RED)).isZero();
    assertThat(rooms.members(RED, 9)).isEmpty();
    rooms.leave(RED, "a", true, 20);
    rooms.rename("a", Named.of(ANN, 0), 30);
    assertThat(rooms.tell(1_000)).isEmpty();
  }

  @Test
  void aRoomOfTheLostEndsWithTheirGrace() {
    enter(RED, ANN, 0);
    rooms.leave(RED, "a", false, 10);
    rooms.tell(250);
    assertThat(rooms.count(RED)).isEqualTo(1);
    assertThat(rooms.due()).isEqualTo(15_010);
    assertThat(rooms.tell(15_010)).isEmpty();
    assertThat(rooms.count(RED)).isZero();
    assertThat(rooms.due()).isEqualTo(Agenda.NEVER);
  }

  private User enter(RoomName room, User user, long now) {
    return rooms.enter(room, user.id(), Named.of(user, 0), false, now);
  }

  private static Event.Presence joined(RoomName room, User user, int count) {
    return new Event.Presence(room, List.of(user), List.of(), count);
  }
}
