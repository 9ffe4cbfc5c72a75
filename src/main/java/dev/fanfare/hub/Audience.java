package dev.fanfare.hub;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The subscriptions of one room on one loop, in one array: quick to walk through, and each knows
 * its place in it, so that coming and going costs the same for ten and for ten thousand. Owned by
 * its {@link Room}.
 */
final class Audience {
  private static final Subscription[] NOBODY = {};

  private Subscription[] places = NOBODY;
  private int end;
  private int empty;
  private boolean walking;

  boolean isEmpty() {
    return end == empty;
  }

  /** Who is added while somebody walks through is not met on that walk. */
  void add(Subscription subscription) {
    if (end == places.length) {
      places = Arrays.copyOf(places, Math.max(2, end + (end >> 1)));
    }
    put(end, subscription);
    end++;
  }

  /** Who is removed while somebody walks through is not met any more. */
  void remove(Subscription subscription) {
    int place = subscription.place();
    if (place < 0) {
      return;
    }
    subscription.place(-1);
    if (walking) {
      empty(place);
      empty++;
      return;
    }
    end--;
    if (place < end) {
      put(place, places[end]);
    }
    empty(end);
    if (end < places.length / 4) {
      places = Arrays.copyOf(places, end * 2);
    }
  }

  void forEach(Consumer<Subscription> visit) {
    boolean outermost = !walking;
    walking = true;
    try {
      int last = end;
      for (int i = 0; i < last; i++) {
        Subscription subscription = places[i];
        if (subscription != null) {
          visit.accept(subscription);
        }
      }
    } finally {
      walking = !outermost;
      if (outermost && empty > 0) {
        close();
      }
    }
  }

  /** Moves everybody up to where no place is empty. */
  private void close() {
    int to = 0;
    for (int from = 0; from < end; from++) {
      Subscription subscription = places[from];
      if (subscription != null) {
        put(to, subscription);
        to++;
      }
    }
    while (end > to) {
      end--;
      empty(end);
    }
    empty = 0;
  }

  private void put(int place, Subscription subscription) {
    places[place] = subscription;
    subscription.place(place);
  }

  @SuppressWarnings("NullAway") // an empty place
  private void empty(int place) {
    places[place] = null;
  }
}
