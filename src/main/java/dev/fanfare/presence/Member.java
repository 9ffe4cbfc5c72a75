package dev.fanfare.presence;

import dev.fanfare.message.User;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A user in one room: the sessions and the name each goes by. Part of {@link RoomMembers}. */
final class Member {

  /**
   * @param key what must be unique in the room
   * @param since when they took the name, in milliseconds since 1970: says whose it is when nodes
   *     gave it away twice
   */
  record Named(User user, String key, long since) {
    static Named of(User user, long since) {
      return new Named(user, Skeleton.of(user.name()), since);
    }
  }

  private static final Comparator<Named> NEWEST_LAST =
      Comparator.comparingLong(Named::since).thenComparing(named -> named.user().name());

  private final Map<String, Named> sessions = new LinkedHashMap<>();
  private Named shown;

  Member(Named shown) {
    this.shown = shown;
  }

  String id() {
    return shown.user().id();
  }

  /** As the others see them. */
  User user() {
    return shown.user();
  }

  String key() {
    return shown.key();
  }

  boolean present() {
    return !sessions.isEmpty();
  }

  /** The session goes by this name. The newest is shown, so that all nodes show the same. */
  void add(String session, Named name) {
    sessions.put(session, name);
    shown = newest();
  }

  /** Without that session; the last name of all stays. */
  void remove(String session) {
    sessions.remove(session);
    if (!sessions.isEmpty()) shown = newest();
  }

  String keyOf(String session) {
    return named(session).key();
  }

  User userOf(String session) {
    return named(session).user();
  }

  /** Whether this name is in use, or kept for the return. */
  boolean holds(String key) {
    return shown.key().equals(key) || borne(key);
  }

  /** The sessions that go by this name. */
  List<String> bearing(String key) {
    List<String> bearing = new ArrayList<>();
    sessions.forEach(
        (session, named) -> {
          if (named.key().equals(key)) bearing.add(session);
        });
    return bearing;
  }

  /** When the first of them took this name; never, if none goes by it. */
  long since(String key) {
    long since = Long.MAX_VALUE;
    for (Named named : sessions.values()) {
      if (named.key().equals(key)) since = Math.min(since, named.since());
    }
    return since;
  }

  private Named named(String session) {
    return sessions.getOrDefault(session, shown);
  }

  private boolean borne(String key) {
    for (Named named : sessions.values()) {
      if (named.key().equals(key)) return true;
    }
    return false;
  }

  private Named newest() {
    return Collections.max(sessions.values(), NEWEST_LAST);
  }
}
