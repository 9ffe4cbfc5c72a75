package dev.fanfare.presence;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose the names of one room are. A name has one holder; only if two nodes gave it away at the
 * same moment, more bear it until the others have given it up. Part of {@link RoomMembers}.
 */
final class Names {
  private final Map<String, Member> holders = new HashMap<>();
  private final Map<String, Set<Member>> rivals = new HashMap<>();

  @Nullable Member holder(String key) {
    return holders.get(key);
  }

  /** The member bears it. Who is away keeps a name only until somebody got it elsewhere. */
  void take(String key, Member member) {
    Member holder = holders.putIfAbsent(key, member);
    if (holder == null || holder == member) return;
    if (!holder.present()) {
      holders.put(key, member);
      return;
    }
    rivals.computeIfAbsent(key, k -> new LinkedHashSet<>()).addAll(List.of(holder, member));
  }

  /** The member bears it no more. */
  void release(String key, Member member) {
    holders.remove(key, member);
    Set<Member> others = rivals.get(key);
    if (others == null) return;
    others.remove(member);
    if (!others.isEmpty()) holders.putIfAbsent(key, others.iterator().next());
    if (others.size() < 2) rivals.remove(key);
  }

  /**
   * The sessions that have to give the name up: of all who bear it but the one who took it first.
   * Every node comes to the same answer, for it knows the same times and ids.
   */
  List<String> contested(String key) {
    return rivals.getOrDefault(key, Set.of()).stream()
        .sorted(Comparator.<Member>comparingLong(m -> m.since(key)).thenComparing(Member::id))
        .skip(1)
        .flatMap(member -> member.bearing(key).stream())
        .toList();
  }
}
