package dev.fanfare.presence;

import dev.fanfare.message.User;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user in one room: the sessions and the name each goes by. Part of {@link RoomMembers}. */
final class Member {

  /**
   * @param key what must be unique in the room
   */
  record Named(User user, String key) {
    static Named of(User user) {
      return new Named(user, Skeleton.of(user.name()));
    }
  }

  private final Map<String, Named> sessions = new LinkedHashMap<>();
  private Named shown;

  /** When the grace ends; only while nobody is {@link #present}. */
  long until;

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

  /** The session goes by this name, and from now on the user is shown with it. */
  void add(String session, Named name) {
    sessions.put(session, name);
    shown = name;
  }

  /** Without that session; a name that nobody bears any more is shown only if it was the last. */
  void remove(String session) {
    sessions.remove(session);
    if (!sessions.isEmpty() && !borne(shown.key())) shown = last();
  }

  String keyOf(String session) {
    Named named = sessions.get(session);
    return named == null ? shown.key() : named.key();
  }

  /** Whether this name is in use, or kept for the return. */
  boolean holds(String key) {
    return shown.key().equals(key) || borne(key);
  }

  private boolean borne(String key) {
    for (Named named : sessions.values()) {
      if (named.key().equals(key)) return true;
    }
    return false;
  }

  private Named last() {
    Named last = shown;
    for (Named named : sessions.values()) last = named;
    return last;
  }
}
