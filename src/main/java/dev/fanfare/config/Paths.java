package dev.fanfare.config;

import dev.fanfare.config.Endpoint.Accepts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What endpoints must be together: each way in leads to one of them. */
final class Paths {
  private Paths() {}

  /** Checks the endpoints of one port. */
  static void check(Map<String, Endpoint> endpoints, Place at) {
    Map<String, String> taken = new HashMap<>();
    endpoints.forEach(
        (name, endpoint) -> {
          Place entry = at.entry(name);
          String path = endpoint.at(name);
          if (!path.startsWith("/")) {
            entry.key("path").refuse("is missing; \"" + name + "\" is a name, not a path");
            return;
          }
          for (Accepts way : endpoint.accepts()) {
            String other = taken.put(road(way) + " " + path, name);
            if (other != null)
              entry
                  .key("accepts")
                  .refuse("\"" + other + "\" accepts " + road(way) + " at " + path + " already");
          }
          parameters(endpoint, path, entry);
        });
  }

  /**
   * Refuses endpoints that nobody would reach, because Fanfare answers there by itself.
   *
   * @param instead what would be right but for another path, as the rest of a sentence; or nothing
   */
  static void keepFree(String taken, String instead, Map<String, Endpoint> endpoints, Place at) {
    endpoints.forEach(
        (name, endpoint) -> {
          String path = endpoint.at(name);
          if (path.equals(taken) || path.equals(taken + "/"))
            at.entry(name)
                .key("path")
                .refuse(
                    path + " is where Fanfare answers by itself; choose another path" + instead);
        });
  }

  /** Listening and talking sockets come the same way. */
  private static String road(Accepts way) {
    return switch (way) {
      case WEBSOCKET, PUSH -> "sockets";
      case POLL -> "waiting requests";
      case PUBLISH -> "publications";
    };
  }

  private static void parameters(Endpoint endpoint, String path, Place at) {
    Collection<String> there = Endpoint.parameters(path);
    String own = endpoint.nameParameter();
    if (own != null && !there.contains(own))
      at.key("identity").refuse("the path " + path + " has no parameter :" + own);
    if (endpoint.to() != null
        && Endpoint.parameters(endpoint.room()).stream().noneMatch(there::contains))
      at.key("to")
          .refuse(
              "the room needs a :parameter of the path in the recipient's place, such as"
                  + " \"direct.:name\"");
  }
}
