package dev.fanfare.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that can be configured. Immutable: any thread may read it. */
public record FanfareConfig(
    @Key(doc = "The web server") Http http,
    @Key(
            doc = "Where clients connect, by path or name; null removes one",
            is = "/ws",
            form = Form.ENDPOINT)
        Map<String, Endpoint> endpoints,
    @Key(doc = "More ports by name; null removes one", is = "", form = Form.LISTENER)
        Map<String, Listener> listeners,
    @Key(doc = "What rooms remember") History history,
    @Key(doc = "Exceptions for rooms by name; the first match wins", is = "") List<RoomRule> rooms,
    @Key(doc = "Who is in a room") Presence presence,
    @Key(doc = "What one client, address or node may use") Limits limits,
    @Key(doc = "Who may come in") Access access,
    @Key(doc = "The cluster; read only when started with -cluster") Cluster cluster,
    @Key(doc = "Leaving without losing anybody") Drain drain,
    @Key(doc = "Figures for operators") Metrics metrics,
    @Key(doc = "What is written to the log") Log log) {

  public FanfareConfig {
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
    rooms = List.copyOf(rooms);
  }

  /** What holds when nobody says anything. */
  public static FanfareConfig defaults() {
    return ConfigReader.read(null, Map.of(), false).config();
  }
}
