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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Map<String, Member> byName = new HashMap<>();

  /** Those who lost their last session, the longest away first: the grace is the same for all. */
  private final Set<Member> away = new LinkedHashSet<>();

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
    Member before = bySession.get(session);
    if (before != null && !before.id().equals(name.user().id())) leave(session, true, now);
    changing(name.user().id(), now);
    Member member = byId.computeIfAbsent(name.user().id(), id -> new Member(name));
    away.remove(member);
    bySession.put(session, member);
    bear(member, session, name);
    return name.user();
  }

  /** See {@link Presence#leave}. */
  void leave(String session, boolean byWish, long now) {
    Member member = bySession.remove(session);
    if (member == null) return;
    changing(member.id(), now);
    String key = member.keyOf(session);
    member.remove(session);
    release(member, key);
    if (member.present()) return;
    member.until = now + rules.grace();
    away.add(member);
    if (byWish || rules.grace() == 0) gone(member, now);
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
    while (!away.isEmpty() && away.iterator().next().until <= now)
      gone(away.iterator().next(), now);
    if (now < tellAt) return null;
    tellAt = Agenda.NEVER;
    boolean named = Math.max(byId.size(), knownCount) <= rules.listUpTo();
    Event.Presence news =
        named ? names() : new Event.Presence(room, List.of(), List.of(), byId.size());
    boolean same =
        named ? news.joined().isEmpty() && news.left().isEmpty() : byId.size() == knownCount;
    knownCount = byId.size();
    known.clear();
    return same || byId.isEmpty() ? null : news;
  }

  /** When {@link #tell} has something to do; {@link Agenda#NEVER} while all is quiet. */
  long due() {
    return away.isEmpty() ? tellAt : Math.min(tellAt, away.iterator().next().until);
  }

  /** Nobody is here, not even away: nobody to tell, nothing to keep. */
  boolean isEmpty() {
    return byId.isEmpty();
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
    return Named.of(
        wish.user()
            .named(NumberedName.of(wish.user().name(), name -> free(Skeleton.of(name), id))));
  }

  private boolean free(String key, String id) {
    Member holder = byName.get(key);
    return holder == null || holder.id().equals(id);
  }

  private void bear(Member member, String session, Named name) {
    String before = member.keyOf(session);
    member.add(session, name);
    byName.put(name.key(), member);
    release(member, before);
  }

  private void release(Member member, String key) {
    if (!member.holds(key)) byName.remove(key, member);
  }

  private void gone(Member member, long now) {
    changing(member.id(), now);
    away.remove(member);
    byId.remove(member.id());
    byName.remove(member.key(), member);
  }

  /** Before a change: remembers what the room knows, and that it is to be told. */
  private void changing(String id, long now) {
    if (!known.containsKey(id)) known.put(id, Optional.ofNullable(byId.get(id)).map(Member::user));
    if (tellAt == Agenda.NEVER) tellAt = now + rules.coalesce();
  }

  private Event.Presence names() {
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
