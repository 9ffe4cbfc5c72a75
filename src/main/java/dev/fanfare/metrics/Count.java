package dev.fanfare.metrics;

import org.jspecify.annotations.Nullable;

/**
 * What a node counts, under the names and with the words that operators read: {@code
 * fanfare_refused_total}. What is {@link #grows growing} is counted from the start on.
 */
public enum Count {
  SESSIONS(false, "sessions", "WebSockets and event streams that are open."),
  ROOMS(false, "rooms", "Rooms with somebody in them, each once for every event loop."),
  REFUSED("refused", "Handshakes, messages and joins that a limit refused."),
  THROTTLED("throttled", "How often a client was read more slowly, because it said too much."),
  SLOW_CLOSED("slow.consumers", "close", Count.SLOW),
  SLOW_SKIPPED("slow.consumers", "skip", Count.SLOW),
  SLOW_TO_LATEST("slow.consumers", "latest", Count.SLOW),
  CUT_OFF("cut.off", "Clients that were cut off because too much waited for all together."),
  SILENT("silent", "WebSockets that were closed because nothing came from them."),
  SKIPPED("skipped", "Messages that an endpoint could not show or did not understand."),
  REPAIRS("repairs", "How often a room read from history what the event bus had not brought."),
  UNHEARD(
      "cluster.unheard",
      "How often this node listened anew, because it did not hear others or they did not hear it."),
  UNREADABLE(
      "cluster.unreadable",
      "What came over the event bus and could not be read, once for each consumer.");

  private static final String SLOW = "Clients that did not read fast enough, by what became of it.";

  private final boolean grows;
  private final String name;
  private final @Nullable String rule;
  private final String help;

  Count(String name, String help) {
    this(true, name, null, help);
  }

  Count(boolean grows, String name, String help) {
    this(grows, name, null, help);
  }

  Count(String name, String rule, String help) {
    this(true, name, rule, help);
  }

  Count(boolean grows, String name, @Nullable String rule, String help) {
    this.grows = grows;
    this.name = name;
    this.rule = rule;
    this.help = help;
  }

  /** Whether it never becomes less. */
  boolean grows() {
    return grows;
  }

  String figure() {
    return name;
  }

  /** One of several under the same name, by {@code rooms[].slow-consumer}; null: the only one. */
  @Nullable String rule() {
    return rule;
  }

  String help() {
    return help;
  }
}
