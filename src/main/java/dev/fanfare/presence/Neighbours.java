package dev.fanfare.presence;

import dev.fanfare.message.Roster;
import java.util.ArrayList;
import java.util.HashMap;
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
  private long looked;
  private long listeningSince;

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
      byNode.remove(said.node());
      neighbour.lost(now);
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

  /** To be called every {@link #BEAT}: lets go of those that are silent. */
  void look(long now) {
    // If this node stood still itself, the others' words may be waiting to be heard.
    if (now - looked > 2 * BEAT) listeningSince = now;
    looked = now;
    List<String> silent = new ArrayList<>();
    byNode.forEach(
        (node, neighbour) -> {
          if (now - Math.max(neighbour.heard, listeningSince) >= SILENCE) silent.add(node);
        });
    for (String node : silent) {
      Neighbour gone = byNode.remove(node);
      if (gone != null) gone.lost(gone.heard);
    }
  }

  private @Nullable Neighbour of(String node) {
    if (node.equals(self) || byNode.size() >= MOST_NODES && !byNode.containsKey(node)) return null;
    return byNode.computeIfAbsent(node, n -> new Neighbour(n, copies));
  }
}
