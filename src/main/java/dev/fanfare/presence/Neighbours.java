package dev.fanfare.presence;

import dev.fanfare.message.Roster;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The other nodes, as far as presence goes: who speaks is there, who is silent is not. Time is an
 * argument, in milliseconds. Not safe for threads: {@link ClusterPresence} guards it.
 */
final class Neighbours {
  /** Who said nothing for so long is gone, since the last word. */
  static final long SILENCE = 5_000;

  /** How often each node says that it is there. */
  static final long BEAT = 1_000;

  private static final long ASK_AGAIN = 2 * BEAT;
  private static final int MOST_NODES = 1_000;

  private final String self;
  private final Neighbour.Copies copies;
  private final Map<String, Neighbour> byNode = new HashMap<>();

  /** Those that are gone and still have sessions here. */
  private final Map<String, Gone> gone = new LinkedHashMap<>();

  private long looked;
  private long listeningSince;

  private record Gone(Neighbour neighbour, long since) {}

  Neighbours(String self, Neighbour.Copies copies, long now) {
    this.self = self;
    this.copies = copies;
    this.looked = now;
    this.listeningSince = now;
  }

  /**
   * Hears what a node says of its sessions.
   *
   * @return whether the node must be asked for its whole state
   */
  boolean hear(Roster said, long now) {
    Neighbour neighbour = of(said.node());
    if (neighbour == null) return false;
    neighbour.heard = now;
    if (said instanceof Roster.Beat beat) {
      neighbour.beat(beat.number());
    } else if (said instanceof Roster.Changes changes) {
      neighbour.changes(changes, now);
    } else if (said instanceof Roster.State state) {
      neighbour.state(state, now);
    } else if (said instanceof Roster.Gone) {
      lost(said.node(), now);
      return false;
    }
    if (!neighbour.isBehind() || now < neighbour.asked + ASK_AGAIN) return false;
    neighbour.asked = now;
    return true;
  }

  /** Whether a node that wants to know everything is told: not too often. */
  boolean mayAsk(Roster.Ask ask, long now) {
    boolean wanted = ask.of().isEmpty() || ask.of().equals(self);
    Neighbour neighbour = wanted ? of(ask.node()) : null;
    if (neighbour == null || now < neighbour.answered + BEAT) return false;
    neighbour.heard = now;
    neighbour.answered = now;
    return true;
  }

  /** To be called every {@link #BEAT}: finds out who is silent, and so gone. */
  void look(long now) {
    // If this node stood still itself, the others' words may be waiting to be heard.
    if (now - looked > 2 * BEAT) listeningSince = now;
    looked = now;
    for (Map.Entry<String, Neighbour> entry : List.copyOf(byNode.entrySet())) {
      long heard = entry.getValue().heard;
      if (now - Math.max(heard, listeningSince) >= SILENCE) lost(entry.getKey(), heard);
    }
  }

  /** How many have spoken lately, and are known whole. */
  int known(long now) {
    int known = 0;
    for (Neighbour neighbour : byNode.values()) {
      if (!neighbour.isBehind() && now - neighbour.heard < SILENCE) known++;
    }
    return known;
  }

  private void lost(String node, long since) {
    Neighbour lost = byNode.remove(node);
    if (lost != null && lost.hasPlaces()) gone.put(node, new Gone(lost, since));
  }

  /**
   * Lets go of some sessions of those that are gone: of thousands, others wait for the turns
   * between.
   *
   * @return whether some are left
   */
  boolean letGo(int most) {
    int left = most;
    Iterator<Gone> all = gone.values().iterator();
    while (left > 0 && all.hasNext()) {
      Gone next = all.next();
      left -= next.neighbour().lose(left, next.since());
      if (!next.neighbour().hasPlaces()) all.remove();
    }
    return !gone.isEmpty();
  }

  private @Nullable Neighbour of(String node) {
    if (node.equals(self) || byNode.size() >= MOST_NODES && !byNode.containsKey(node)) return null;
    return byNode.computeIfAbsent(node, this::comes);
  }

  /** One that is back too soon still has what was not let go yet, and says what it still is. */
  private Neighbour comes(String node) {
    Gone before = gone.remove(node);
    return before == null ? new Neighbour(node, copies) : before.neighbour();
  }
}
