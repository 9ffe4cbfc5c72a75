package dev.fanfare.history;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which of the other nodes this one hears over the event bus, and which say that they hear it. Time
 * is an argument, in milliseconds. No I/O; any thread.
 */
final class Peers {
  /** A member that says nothing for so long is not heard. */
  static final long PATIENCE = 30_000;

  /** A member that after so long hears nobody at all has a fault of its own. */
  static final long DEAF_AFTER = 10_000;

  /** A member that says nothing for so long may be gone. */
  static final long LATELY = 3_000;

  /** Who did not look for so long stood still, and begins to listen anew. */
  static final long STOOD_STILL = 5_000;

  private final String self;
  private final Map<String, Peer> byNode = new HashMap<>();
  private long looked;
  private long listeningSince;

  /** One of the others. */
  private static final class Peer {
    final long since;
    boolean heard;
    boolean answered;
    boolean deaf;
    long heardAt;

    /** The newest of its numbers that anybody told of, and when. */
    long number;

    long spokeAt;

    Peer(long since) {
      this.since = since;
      this.heardAt = since;
      this.spokeAt = since;
    }
  }

  /**
   * @param self the name of this node
   */
  Peers(String self, long now) {
    this.self = self;
    this.looked = now;
    this.listeningSince = now;
  }

  /**
   * To be called every second or so.
   *
   * @param members the names of all nodes that are there
   */
  synchronized void look(Set<String> members, long now) {
    if (now - looked > STOOD_STILL) {
      listeningSince = now;
    }
    looked = now;
    byNode.keySet().retainAll(members);
    for (String member : members) {
      if (!member.equals(self)) {
        byNode.computeIfAbsent(member, node -> new Peer(now));
      }
    }
  }

  synchronized void hear(ClusterBeat beat, long now) {
    beat.heard().forEach((node, number) -> spoke(node, number, now));
    spoke(beat.node(), beat.number(), now);
    Peer from = byNode.get(beat.node());
    if (from != null) {
      from.heard = true;
      from.heardAt = now;
      from.answered |= beat.heard().containsKey(self);
      from.deaf = beat.heard().isEmpty();
    }
  }

  private void spoke(String node, long number, long now) {
    Peer peer = byNode.get(node);
    if (peer != null && number > peer.number) {
      peer.number = number;
      peer.spokeAt = now;
    }
  }

  /**
   * Those that never answered: what this node said did not reach them, or their answer did not
   * reach it. If others do answer, one that hears nobody does not count.
   */
  synchronized Set<String> unanswered(long now) {
    boolean alone = byNode.values().stream().noneMatch(peer -> peer.answered);
    return those(
        peer ->
            !peer.answered
                && (alone || !peer.heard || !peer.deaf || now - peer.since < DEAF_AFTER));
  }

  /**
   * Those that this node heard once and does not hear any more, though others do; or all of them,
   * if it hears nobody.
   */
  synchronized Set<String> unheard(long now) {
    Set<String> silent = silent(now);
    if (silent.size() == byNode.size()) {
      return silent;
    }
    return those(peer -> isSilent(peer, now) && now - peer.spokeAt < PATIENCE);
  }

  /** Those that this node heard once and does not hear any more, whoever is at fault. */
  synchronized Set<String> silent(long now) {
    return those(peer -> isSilent(peer, now));
  }

  private boolean isSilent(Peer peer, long now) {
    return peer.heard && now - Math.max(peer.heardAt, listeningSince) >= PATIENCE;
  }

  /** How many said something lately. */
  synchronized int heard(long now) {
    return those(peer -> peer.heard && now - peer.heardAt < LATELY).size();
  }

  /** How many others there are. */
  synchronized int count() {
    return byNode.size();
  }

  private Set<String> those(Predicate<Peer> which) {
    Set<String> names = new TreeSet<>();
    byNode.forEach(
        (node, peer) -> {
          if (which.test(peer)) {
            names.add(node);
          }
        });
    return names;
  }
}
