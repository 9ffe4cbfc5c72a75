package dev.fanfare.presence;

import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.presence.Member.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of one room, their names, and what the room has yet to be told. Time is an argument,
 * in milliseconds. Not safe for threads: whoever holds it guards it.
 */
final class RoomMembers {
  /** How long one may be away, how often is told, and up to how many members with names. */
  record Rules(long grace, long coalesce, int listUpTo) {}

  private final RoomName room;
  private final Rules rules;
  private final Map<String, Member> byId = new LinkedHashMap<>();
  private final Map<String, Member> bySession = new HashMap<>();
  private final Names names = new Names();

  /** Those who lost their last session, until their grace ends. */
  private final Agenda<Member> away = new Agenda<>();

  /**
   * Whoever changed since the room was told, as it knows them. What is the same again is no news.
   */
  private final Map<String, Optional<User>> known = new LinkedHashMap<>();

  private int knownCount;
  private long tellAt = Agenda.NEVER;

  RoomMembers(RoomName room, Rules rules) {
    this.room = room;
    this.rules = rules;
  }

  /** See {@link Presence#enter}. */
  User enter(String session, Named wish, boolean number, long now) {
    Named name = admit(wish, number);
    place(session, name, now);
    return name.user();
  }

  /**
   * Another node has let the session in, under this name: nothing is left to refuse.
   *
   * @return the sessions that have to give the name up, because somebody else has had it longer
   */
  List<String> place(String session, Named name, long now) {
    Member before = bySession.get(session);
    if (before != null && !before.id().equals(name.user().id())) leave(session, true, now);
    changing(name.user().id(), now);
    Member member = byId.computeIfAbsent(name.user().id(), id -> new Member(name));
    away.set(member, Agenda.NEVER);
    bySession.put(session, member);
    bear(member, session, name);
    return names.contested(name.key());
  }

  /** See {@link Presence#leave}. */
  void leave(String session, boolean byWish, long now) {
    Member member = bySession.remove(session);
    if (member == null) return;
    changing(member.id(), now);
    String key = member.keyOf(session);
    member.remove(session);
    if (!member.holds(key)) names.release(key, member);
    if (member.present()) return;
    if (byWish || rules.grace() == 0) gone(member, now);
    else away.set(member, now + rules.grace());
  }

  /** Refuses with {@code name_taken} unless the user may take this name. */
  void check(Named wish) {
    if (!free(wish.key(), wish.user().id())) throw taken(wish.user().name());
  }

  /** The session goes by another name, one that was checked. */
  void rename(String session, Named name, long now) {
    Member member = bySession.get(session);
    if (member == null) return;
    changing(member.id(), now);
    bear(member, session, name);
  }

  /**
   * Lets go of those who did not come back, and says what the room is to be told now, if anything.
   */
  Event.@Nullable Presence tell(long now) {
    for (Member member : away.take(now)) gone(member, now);
    if (now < tellAt) return null;
    tellAt = Agenda.NEVER;
    boolean named = Math.max(byId.size(), knownCount) <= rules.listUpTo();
    Event.Presence news =
        named ? whoChanged() : new Event.Presence(room, List.of(), List.of(), byId.size());
    boolean same =
        named ? news.joined().isEmpty() && news.left().isEmpty() : byId.size() == knownCount;
    knownCount = byId.size();
    known.clear();
    return same || byId.isEmpty() ? null : news;
  }

  /** When {@link #tell} has something to do; {@link Agenda#NEVER} while all is quiet. */
  long due() {
    return Math.min(tellAt, away.next());
  }

  /** Nobody is here, not even away: nobody to tell, nothing to keep. */
  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Who a session that is here speaks for, and under which name. */
  User userOf(String session) {
    return Objects.requireNonNull(bySession.get(session), session).userOf(session);
  }

  int count() {
    return byId.size();
  }

  List<User> members(int limit) {
    return byId.values().stream().limit(limit).map(Member::user).toList();
  }

  private Named admit(Named wish, boolean number) {
    String id = wish.user().id();
    if (free(wish.key(), id)) return wish;
    if (!number) throw taken(wish.user().name());
    String numbered = NumberedName.of(wish.user().name(), name -> free(Skeleton.of(name), id));
    return Named.of(wish.user().named(numbered), wish.since());
  }

  /** Whether the user may take the name of this key. */
  boolean free(String key, String id) {
    Member holder = names.holder(key);
    return holder == null || holder.id().equals(id);
  }

  private void bear(Member member, String session, Named name) {
    String before = member.keyOf(session);
    member.add(session, name);
    names.take(name.key(), member);
    if (!member.holds(before)) names.release(before, member);
  }

  private void gone(Member member, long now) {
    changing(member.id(), now);
    byId.remove(member.id());
    names.release(member.key(), member);
  }

  /** Before a change: remembers what the room knows, and that it is to be told. */
  private void changing(String id, long now) {
    if (!known.containsKey(id)) known.put(id, Optional.ofNullable(byId.get(id)).map(Member::user));
    if (tellAt == Agenda.NEVER) tellAt = now + rules.coalesce();
  }

  private Event.Presence whoChanged() {
    List<User> joined = new ArrayList<>();
    List<User> left = new ArrayList<>();
    known.forEach(
        (id, was) -> {
          Member member = byId.get(id);
          if (member == null) was.ifPresent(left::add);
          else if (!member.user().equals(was.orElse(null))) joined.add(member.user());
        });
    return new Event.Presence(room, List.copyOf(joined), List.copyOf(left), byId.size());
  }

  private static Refusal taken(String name) {
    return Refusal.of(
        Code.NAME_TAKEN,
        "Somebody here is called " + name + " or looks like it. Choose another name.");
  }
}
