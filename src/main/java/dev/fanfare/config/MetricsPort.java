package dev.fanfare.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The port that shows figures: it is there, its path is free, and not everybody should reach it.
 */
final class MetricsPort {
  private MetricsPort() {}

  static void check(FanfareConfig config, Place at) {
    String name = config.metrics().listener();
    Listener own = config.listeners().get(name);
    if (own == null && !name.isEmpty()) {
      missing(name, config.listeners().keySet(), at.key("metrics").key("listener"));
    } else if (config.metrics().enabled()) {
      free(config, own, at);
      if (own != null) warn(name, own, at);
    }
  }

  private static void missing(String name, Set<String> names, Place at) {
    at.refuse(
        "there is no \""
            + name
            + "\" in listeners"
            + (names.isEmpty()
                ? ", which is empty"
                : "; it has " + String.join(", ", new TreeSet<>(names)))
            + Similar.to(name, names).map(near -> "; did you mean \"" + near + "\"?").orElse(""));
  }

  private static void free(FanfareConfig config, @Nullable Listener own, Place at) {
    Map<String, Endpoint> endpoints = own == null ? config.endpoints() : own.endpoints();
    Place port = own == null ? at : at.key("listeners").entry(config.metrics().listener());
    Paths.keepFree(
        Metrics.PATH, ", or set metrics.enabled to false", endpoints, port.key("endpoints"));
  }

  private static void warn(String name, Listener own, Place at) {
    if (Pairs.EVERYWHERE.contains(own.host()))
      at.key("listeners")
          .entry(name)
          .key("host")
          .warn(
              own.host()
                  + " is every network of this machine: whoever reaches the port sees the figures;"
                  + " listen at an inner address, or keep others out");
  }
}
