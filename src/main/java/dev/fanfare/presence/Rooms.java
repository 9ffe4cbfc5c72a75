package dev.fanfare.presence;

import dev.fanfare.message.Event;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.presence.Member.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All rooms that have members. An empty room is none. Knows which sessions are this node's; those
 * of other nodes are placed and taken away as these say. Time is an argument, in milliseconds. Not
 * safe for threads: {@link LocalPresence} or {@link ClusterPresence} guards it.
 */
final class Rooms {
  /** A session of this node had to give its name up, and got another in all its rooms. */
  record Yielded(String session, Named name) {}

  private final RoomMembers.Rules rules;
  private final Map<RoomName, RoomMembers> rooms = new HashMap<>();
  private final Map<String, Set<RoomName>> bySession = new HashMap<>();
  private final Agenda<RoomName> agenda = new Agenda<>();

  Rooms(RoomMembers.Rules rules) {
    this.rules = rules;
  }

  User enter(RoomName name, String session, Named wish, boolean number, long now) {
    RoomMembers room = rooms.computeIfAbsent(name, n -> new RoomMembers(n, rules));
    User entered = room.enter(session, wish, number, now);
    bySession.computeIfAbsent(session, s -> new LinkedHashSet<>()).add(name);
    settle(name, room);
    return entered;
  }

  void leave(RoomName name, String session, boolean byWish, long now) {
    RoomMembers room = rooms.get(name);
    Set<RoomName> its = bySession.get(session);
    if (room == null || its == null) return;
    its.remove(name);
    if (its.isEmpty()) bySession.remove(session);
    room.leave(session, byWish, now);
    settle(name, room);
  }

  /** All rooms are asked before one is changed. */
  void rename(String session, Named wish, long now) {
    for (RoomName name : of(session)) room(name).check(wish);
    bear(session, wish, now);
  }

  /** The rooms in which a session of this node is. */
  Set<RoomName> of(String session) {
    return bySession.getOrDefault(session, Set.of());
  }

  /**
   * A session of another node is in a room, whatever this node thinks of its name.
   *
   * @param wall milliseconds since 1970, for new names
   * @return which of this node's sessions have had to make way
   */
  List<Yielded> place(Place place, Named name, long now, long wall) {
    RoomMembers room = rooms.computeIfAbsent(place.room(), n -> new RoomMembers(n, rules));
    List<Yielded> yielded = new ArrayList<>();
    for (String session : room.place(place.session(), name, now)) {
      if (bySession.containsKey(session)) yielded.add(makeWay(session, room, wall, now));
    }
    settle(place.room(), room);
    return yielded;
  }

  /** A session of another node is not in a room any more. */
  void remove(Place place, boolean byWish, long now) {
    RoomMembers room = rooms.get(place.room());
    if (room == null) return;
    room.leave(place.session(), byWish, now);
    settle(place.room(), room);
  }

  int count(RoomName name) {
    RoomMembers room = rooms.get(name);
    return room == null ? 0 : room.count();
  }

  List<User> members(RoomName name, int limit) {
    RoomMembers room = rooms.get(name);
    return room == null ? List.of() : room.members(limit);
  }

  /** What rooms are to be told now. */
  List<Event.Presence> tell(long now) {
    List<Event.Presence> news = new ArrayList<>();
    for (RoomName name : agenda.take(now)) {
      RoomMembers room = room(name);
      Event.Presence told = room.tell(now);
      if (told != null) news.add(told);
      settle(name, room);
    }
    return news;
  }

  /** When {@link #tell} has something to do; {@link Agenda#NEVER} while all is quiet. */
  long due() {
    return agenda.next();
  }

  private Yielded makeWay(String session, RoomMembers contested, long wall, long now) {
    User user = contested.userOf(session);
    String name = NumberedName.of(user.name(), wish -> free(session, user.id(), wish));
    Named given = Named.of(user.named(name), wall);
    bear(session, given, now);
    return new Yielded(session, given);
  }

  private boolean free(String session, String id, String wish) {
    String key = Skeleton.of(wish);
    return of(session).stream().allMatch(name -> room(name).free(key, id));
  }

  private void bear(String session, Named name, long now) {
    for (RoomName its : of(session)) {
      room(its).rename(session, name, now);
      settle(its, room(its));
    }
  }

  private RoomMembers room(RoomName name) {
    return Objects.requireNonNull(rooms.get(name), name::value);
  }

  private void settle(RoomName name, RoomMembers room) {
    if (room.isEmpty()) rooms.remove(name);
    agenda.set(name, room.isEmpty() ? Agenda.NEVER : room.due());
  }
}
