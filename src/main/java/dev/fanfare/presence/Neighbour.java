package dev.fanfare.presence;

import dev.fanfare.message.Roster;
import dev.fanfare.message.Roster.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What this node knows of another one's sessions: a copy that follows the other's changes by their
 * numbers, and is behind from the first that is missing until the whole state came. Time is an
 * argument, in milliseconds. Part of {@link Neighbours}.
 */
final class Neighbour {
  /** More sessions in rooms than one node can have. */
  static final int MOST_PLACES = 1_000_000;

  private static final long BEHIND = -1;
  private static final int NO_PART = -1;

  /** Where copies are kept. */
  interface Copies {
    /** It is there, under this name. */
    void place(Place place, Change.Here here, long now);

    /** It is gone. */
    void remove(Place place, boolean byWish, long now);
  }

  private final String node;
  private final Copies copies;
  private final Set<Place> places = new HashSet<>();
  private final Set<Place> unmentioned = new HashSet<>();
  private long number = BEHIND;
  private long stateNumber;
  private int nextPart = NO_PART;

  /** When it last said anything. */
  long heard;

  /** When it was last asked for its state, or told a part of it. */
  long asked = Long.MIN_VALUE;

  /** When it was last answered. */
  long answered = Long.MIN_VALUE;

  Neighbour(String node, Copies copies) {
    this.node = node;
    this.copies = copies;
  }

  boolean isBehind() {
    return number == BEHIND;
  }

  /** It has come so far: whatever is not here by now was lost on the way. */
  void beat(long itsNumber) {
    if (itsNumber != number) number = BEHIND;
  }

  void changes(Roster.Changes changes, long now) {
    if (isBehind() || changes.number() <= number) return;
    if (changes.number() != number + 1) {
      number = BEHIND;
      return;
    }
    number = changes.number();
    for (Change change : changes.changes()) apply(change, now);
  }

  /** Parts come in order and without a change between them, or not at all. */
  void state(Roster.State state, long now) {
    if (!isBehind() && state.number() <= number) return;
    if (state.part() == 0) {
      stateNumber = state.number();
      unmentioned.clear();
      unmentioned.addAll(places);
    } else if (state.part() != nextPart || state.number() != stateNumber) {
      nextPart = NO_PART;
      return;
    }
    nextPart = state.part() + 1;
    asked = now;
    for (Change.Here here : state.here()) apply(here, now);
    if (state.last()) {
      number = stateNumber;
      nextPart = NO_PART;
      // Nobody said that they left by wish: they may come back.
      for (Place place : Set.copyOf(unmentioned)) left(place, false, now);
      unmentioned.clear();
    }
  }

  /**
   * It is gone, and its sessions are lost, since then.
   *
   * @param most so many are let go now
   * @return how many were
   */
  int lose(int most, long then) {
    number = BEHIND;
    nextPart = NO_PART;
    List<Place> some = places.stream().limit(most).toList();
    for (Place place : some) left(place, false, then);
    return some.size();
  }

  boolean hasPlaces() {
    return !places.isEmpty();
  }

  private void apply(Change change, long now) {
    // Other nodes' sessions must not be taken for one another, or for ours.
    Place place = new Place(change.room(), node + "/" + change.session());
    if (change instanceof Change.Here here) {
      unmentioned.remove(place);
      if (places.contains(place) || places.size() < MOST_PLACES) {
        places.add(place);
        copies.place(place, here, now);
      }
    } else if (change instanceof Change.Left left) {
      left(place, left.byWish(), now);
    }
  }

  private void left(Place place, boolean byWish, long now) {
    if (places.remove(place)) copies.remove(place, byWish, now);
  }
}
