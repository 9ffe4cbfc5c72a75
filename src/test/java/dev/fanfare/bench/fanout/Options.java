package dev.fanfare.bench.fanout;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured and how long, read from words such as {@code sockets=500 rounds=5}.
 *
 * @param sockets listeners in the large scenarios
 * @param seconds measured in each burst
 * @param warmUp seconds of each burst before the first round: virtual machines compile what is used
 *     much, and three of them on two cores take half a minute
 * @param rounds how often all of it is done, in turn
 * @param size bytes of a message
 * @param instances event loops of the server
 * @param server words before {@code java} for the server, such as {@code taskset,-c,0}
 * @param jvm arguments of the server's virtual machine
 * @param variants the first one is what the others are compared with
 */
record Options(
    int sockets,
    double seconds,
    double warmUp,
    int rounds,
    int size,
    int instances,
    List<String> server,
    List<String> jvm,
    List<Variant> variants,
    List<Scenario> scenarios) {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "sockets", "1000",
          "seconds", "1.5",
          "warm-up", "1",
          "rounds", "3",
          "size", "128",
          "instances", "1",
          "server", "",
          "jvm", "",
          "variants", "raw/memory,v1/memory,sse/memory,raw/sqlite",
          "scenarios", Scenario.ALL);

  static Options parse(String... arguments) {
    Map<String, String> given = new TreeMap<>(DEFAULTS);
    for (String word : String.join(" ", arguments).trim().split("\\s+")) {
      if (word.isEmpty()
          || word.equals(".*")) { // what the build passes to benchmarks of another kind
        continue;
      }
      String[] pair = word.split("=", 2);
      if (pair.length < 2 || given.put(pair[0], pair[1]) == null) {
        throw new IllegalArgumentException(word + ": give some of " + new TreeMap<>(DEFAULTS));
      }
    }
    int sockets = Integer.parseInt(given.get("sockets"));
    return new Options(
        sockets,
        Double.parseDouble(given.get("seconds")),
        Double.parseDouble(given.get("warm-up")),
        Integer.parseInt(given.get("rounds")),
        Math.max(Message.LENGTH, Integer.parseInt(given.get("size"))),
        Integer.parseInt(given.get("instances")),
        words(given.get("server")),
        words(given.get("jvm")),
        words(given.get("variants")).stream().map(Variant::parse).toList(),
        words(given.get("scenarios")).stream().map(s -> Scenario.of(s, sockets)).toList());
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
  }
}
