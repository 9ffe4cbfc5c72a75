package dev.fanfare.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Roster;
import dev.fanfare.message.User;
import dev.fanfare.presence.Member.Named;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes whose people come, go and take each other's names while a third of the messages is lost and
 * the rest is late: when it is quiet again, all know the same, and no name is borne twice.
 */
class ConvergenceTest {
  private static final List<RoomName> ROOMS = List.of(RoomName.of("red"), RoomName.of("blue"));
  private static final long GRACE = 15_000;

  private final List<Node> nodes = List.of(new Node("x"), new Node("y"), new Node("z"));
  private final Queue<Runnable> underWay = new ArrayDeque<>();
  private Random random = new Random();
  private boolean lossy = true;
  private long now;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void allNodesComeToKnowTheSame(long seed) {
    random = new Random(seed);
    for (int step = 0; step < 3_000; step++) {
      now += random.nextInt(200);
      Node node = nodes.get(random.nextInt(3));
      node.doSomething();
      if (random.nextInt(4) == 0) node.beat();
      if (random.nextInt(3) == 0) deliver(random.nextInt(9));
    }
    lossy = false;
    for (int second = 0; second < 30; second++) {
      now += 1_000;
      nodes.forEach(Node::beat);
      deliver(Integer.MAX_VALUE);
      nodes.forEach(node -> node.rooms.tell(now));
    }
    for (RoomName room : ROOMS) {
      Set<User> members = new HashSet<>(nodes.get(0).rooms.members(room, 99));
      for (Node node : nodes) {
        assertThat(node.rooms.members(room, 99))
            .as(room + " at " + node.name)
            .containsExactlyInAnyOrderElementsOf(members);
      }
      assertThat(members.stream().map(User::name).distinct()).hasSize(members.size());
    }
    nodes.forEach(Node::endAll);
    for (int second = 0; second < 30; second++) {
      now += 1_000;
      nodes.forEach(Node::beat);
      deliver(Integer.MAX_VALUE);
      nodes.forEach(node -> node.rooms.tell(now));
    }
    for (Node node : nodes) {
      for (RoomName room : ROOMS) assertThat(node.rooms.count(room)).isZero();
      assertThat(node.rooms.enter(ROOMS.get(0), "last", named("l", "Name1", now), false, now))
          .as("no name stays")
          .isEqualTo(new User("l", "Name1"));
    }
  }

  private void deliver(int most) {
    for (int i = 0; i < most && !underWay.isEmpty(); i++) underWay.remove().run();
  }

  private void send(Node to, Roster roster) {
    if (!lossy || random.nextInt(3) > 0) underWay.add(() -> to.hear(roster));
  }

  private static Named named(String id, String name, long since) {
    return Named.of(new User(id, name), since);
  }

  private final class Node implements Neighbour.Copies {
    final String name;
    final Rooms rooms = new Rooms(new RoomMembers.Rules(GRACE, 250, 200));
    final Roll roll;
    final Neighbours neighbours;
    final List<Rooms.Yielded> yielded = new ArrayList<>();

    Node(String name) {
      this.name = name;
      this.roll = new Roll(name);
      this.neighbours = new Neighbours(name, this, 0);
    }

    /** Its sessions are users whom the other nodes may have, too. */
    void doSomething() {
      String session = name + random.nextInt(6);
      String user = "u" + (session.hashCode() & 0xFFFF) % 5;
      RoomName room = ROOMS.get(random.nextInt(2));
      Named wish = named(user, "Name" + random.nextInt(4), now);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          User entered = rooms.enter(room, session, wish, true, now);
          roll.here(new Place(room, session), Named.of(entered, now));
        }
        case 2 -> leave(room, session, random.nextBoolean());
        default -> {
          try {
            rooms.rename(session, wish, now);
            enroll(session, wish);
          } catch (Refusal taken) {
            // nothing changed
          }
        }
      }
      for (Roster.Changes changes : roll.take()) toOthers(changes);
    }

    void endAll() {
      for (int i = 0; i < 6; i++) {
        for (RoomName room : ROOMS) leave(room, name + i, false);
      }
      for (Roster.Changes changes : roll.take()) toOthers(changes);
    }

    void beat() {
      neighbours.look(now);
      neighbours.letGo(1 + random.nextInt(3));
      toOthers(roll.beat());
    }

    void hear(Roster roster) {
      if (roster instanceof Roster.Ask ask) {
        if (neighbours.mayAsk(ask, now)) roll.state().forEach(part -> send(of(ask.node()), part));
        return;
      }
      if (neighbours.hear(roster, now))
        send(of(roster.node()), new Roster.Ask(name, roster.node()));
      for (Rooms.Yielded one : yielded) enroll(one.session(), one.name());
      yielded.clear();
      for (Roster.Changes changes : roll.take()) toOthers(changes);
    }

    private void leave(RoomName room, String session, boolean byWish) {
      rooms.leave(room, session, byWish, now);
      roll.left(new Place(room, session), byWish);
    }

    private void enroll(String session, Named as) {
      for (RoomName room : rooms.of(session)) roll.here(new Place(room, session), as);
    }

    private void toOthers(Roster roster) {
      for (Node other : nodes) {
        if (other != this) send(other, roster);
      }
    }

    private Node of(String other) {
      return nodes.stream().filter(node -> node.name.equals(other)).findFirst().orElseThrow();
    }

    @Override
    public void place(Place place, Roster.Change.Here here, long at) {
      yielded.addAll(rooms.place(place, Named.of(here.user(), here.since()), at, now));
    }

    @Override
    public void remove(Place place, boolean byWish, long at) {
      rooms.remove(place, byWish, at);
    }
  }
}
