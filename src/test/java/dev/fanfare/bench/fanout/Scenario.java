package dev.fanfare.bench.fanout;

import java.util.Locale;

/**
 * Who says how much to how many.
 *
 * @param sockets who listen
 * @param publishers how many of them speak
 * @param window messages of one publisher under way at once; the next is said when one has arrived
 * @param rate messages a second of all publishers together, 0: as fast as the window allows
 */
record Scenario(String name, int sockets, int publishers, int window, int rate) {
  private static final int MOST_BEHIND = 100_000;

  static final String ALL = "one,many,chat,rate";

  /**
   * @param sockets how many there are in the large ones
   */
  static Scenario of(String name, int sockets) {
    return switch (name) {
      case "one" -> new Scenario(name, sockets, 1, 1, 0);
      case "many" -> new Scenario(name, sockets, 1, 16, 0);
      case "chat" -> new Scenario(name, Math.max(1, sockets / 10), Math.max(1, sockets / 10), 1, 0);
      case "rate" -> new Scenario(name, sockets, Math.min(10, sockets), MOST_BEHIND, 500);
      case "speak1", "speak8", "speak64" -> {
        int publishers = Integer.parseInt(name.substring("speak".length()));
        yield new Scenario(name, 3 * ((publishers + 2) / 3), publishers, 1, 0);
      }
      default ->
          throw new IllegalArgumentException(
              "scenarios: " + name + " is none of " + ALL + ",speak1,speak8,speak64");
    };
  }

  String describe() {
    String who = publishers == sockets ? "all of " + sockets : publishers + " of " + sockets;
    String pace =
        rate > 0 ? rate + " messages a second" : "each with " + window + " messages under way";
    return String.format(Locale.ROOT, "%-5s %s speak, %s", name, who, pace);
  }
}
