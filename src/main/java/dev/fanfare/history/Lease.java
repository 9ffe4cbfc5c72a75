package dev.fanfare.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether this node may store: for a while after it said something that a majority says it heard.
 * Each node says a number now and then, and with it the last that it heard of each other node. A
 * node that slept finds its lease run out, whatever lay in its sockets meanwhile: an old number
 * extends nothing.
 *
 * <p>No clock, no I/O. Changed by one thread; {@link #holds} is for any.
 */
final class Lease {
  private static final int NUMBERS_REMEMBERED = 32;

  private final String node;
  private final int majority;
  private final long validMillis;
  private final Map<String, Long> heard = new HashMap<>();

  /** When the newest of our numbers was said that the node heard. */
  private final Map<String, Long> confirmed = new HashMap<>();

  private final Map<Long, Long> saidAt =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > NUMBERS_REMEMBERED;
        }
      };

  private long number;
  private volatile long until = Long.MIN_VALUE;

  /**
   * @param node the name of this one
   * @param majority so many nodes, this one among them; one: it may always store
   * @param validMillis after what was heard was said
   */
  Lease(String node, int majority, long validMillis) {
    this.node = node;
    this.majority = majority;
    this.validMillis = validMillis;
    extend();
  }

  /**
   * What to say now.
   *
   * @param members the names of all nodes that are there; of others nothing is kept
   */
  ClusterBeat beat(long now, Set<String> members) {
    heard.keySet().retainAll(members);
    confirmed.keySet().retainAll(members);
    saidAt.put(++number, now);
    extend();
    return new ClusterBeat(node, number, heard);
  }

  /**
   * What another node said, or this one.
   *
   * @return whether nothing was heard of that node before
   */
  boolean hear(ClusterBeat beat, Set<String> members) {
    if (beat.node().equals(node) || !members.contains(beat.node())) {
      return false;
    }
    Long at = saidAt.get(beat.heard().getOrDefault(node, 0L));
    if (at != null) {
      confirmed.merge(beat.node(), at, Math::max);
      extend();
    }
    return heard.put(beat.node(), beat.number()) == null;
  }

  boolean holds(long now) {
    return now < until;
  }

  private void extend() {
    List<Long> newest = new ArrayList<>(confirmed.values());
    newest.sort(Comparator.reverseOrder());
    int others = majority - 1;
    if (others == 0) {
      until = Long.MAX_VALUE;
    } else {
      until = newest.size() < others ? Long.MIN_VALUE : newest.get(others - 1) + validMillis;
    }
  }
}
