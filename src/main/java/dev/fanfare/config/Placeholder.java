package dev.fanfare.config;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a template may speak of, as <code>${text}</code>. */
public enum Placeholder {
  /** What a message says. */
  TEXT,
  /** The sender's address if the endpoint knows senders by it, else its name. */
  IP,
  NAME,
  /** The sender's public id. */
  ID,
  /** The sender's number if the endpoint numbers its senders, else 0. */
  NUMBER,
  ROOM,
  POSITION,
  /** Milliseconds since 1970. */
  TIME;

  /** What can be said about a message. */
  static final Set<Placeholder> OF_MESSAGES = EnumSet.allOf(Placeholder.class);

  /** What can be said about somebody who comes or goes. */
  static final Set<Placeholder> OF_PEOPLE = EnumSet.of(IP, NAME, ID, NUMBER, ROOM);

  /** As it is written between the braces. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
