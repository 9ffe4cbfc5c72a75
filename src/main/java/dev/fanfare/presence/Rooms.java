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
 * All rooms that have members. An empty room is none. Time is an argument, in milliseconds. Not
 * safe for threads: {@link LocalPresence} guards it.
 */
final class Rooms {
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
    Set<RoomName> its = bySession.getOrDefault(session, Set.of());
    for (RoomName name : its) room(name).check(wish);
    for (RoomName name : its) {
      room(name).rename(session, wish, now);
      settle(name, room(name));
    }
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

  private RoomMembers room(RoomName name) {
    return Objects.requireNonNull(rooms.get(name), name::value);
  }

  private void settle(RoomName name, RoomMembers room) {
    if (room.isEmpty()) rooms.remove(name);
    agenda.set(name, room.isEmpty() ? Agenda.NEVER : room.due());
  }
}
