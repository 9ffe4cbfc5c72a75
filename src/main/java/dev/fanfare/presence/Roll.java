package dev.fanfare.presence;

import dev.fanfare.message.Roster;
import dev.fanfare.message.Roster.Change;
import dev.fanfare.presence.Member.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This node's sessions as the other nodes are told of them: what changed, collected until it is
 * taken, and everybody for those who ask. Not safe for threads: {@link ClusterPresence} guards it.
 */
final class Roll {
  private final String node;
  private final Map<Place, Change.Here> here = new LinkedHashMap<>();
  private final Map<Place, Change> waiting = new LinkedHashMap<>();
  private long number;

  /**
   * @param node its name, never used before
   */
  Roll(String node) {
    this.node = node;
  }

  void here(Place place, Named name) {
    Change.Here now = new Change.Here(place.room(), place.session(), name.user(), name.since());
    if (now.equals(here.put(place, now))) return;
    changed(place, now);
  }

  void left(Place place, boolean byWish) {
    if (here.remove(place) == null) return;
    changed(place, new Change.Left(place.room(), place.session(), byWish));
  }

  /** What changed since the last time, in few messages. */
  List<Roster.Changes> take() {
    List<Roster.Changes> messages = new ArrayList<>();
    for (List<Change> some : Parts.of(waiting.values())) {
      messages.add(new Roster.Changes(node, ++number, some));
    }
    waiting.clear();
    return messages;
  }

  Roster.Beat beat() {
    return new Roster.Beat(node, number);
  }

  boolean hasNews() {
    return !waiting.isEmpty();
  }

  /** Everybody. What is still waiting to be taken will be told once more, which does no harm. */
  List<Roster.State> state() {
    List<List<Change.Here>> parts = Parts.of(here.values());
    if (parts.isEmpty()) return List.of(new Roster.State(node, number, 0, true, List.of()));
    List<Roster.State> state = new ArrayList<>(parts.size());
    for (int part = 0; part < parts.size(); part++) {
      state.add(new Roster.State(node, number, part, part == parts.size() - 1, parts.get(part)));
    }
    return state;
  }

  /** What comes later is told later: of two changes of one place the last counts. */
  private void changed(Place place, Change change) {
    waiting.remove(place);
    waiting.put(place, change);
  }
}
