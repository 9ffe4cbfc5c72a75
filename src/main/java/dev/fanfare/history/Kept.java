package dev.fanfare.history;

import dev.fanfare.message.Publication;
import org.jspecify.annotations.Nullable;

/**
 * Publications at offsets that follow each other, each with when it came: from {@code first} to
 * {@code head}; with none, {@code first} is {@code head + 1}. Not thread-safe.
 */
final class Kept {
  private static final int SMALLEST = 8;

  /** Each lies at its offset modulo the length, which is a power of two. */
  private @Nullable Publication[] publications = new @Nullable Publication[SMALLEST];

  private long[] came = new long[SMALLEST];
  private long first;
  private long head;
  private long bytes;

  /** An empty one. */
  Kept(long head) {
    this.head = head;
    this.first = head + 1;
  }

  long first() {
    return first;
  }

  long head() {
    return head;
  }

  int size() {
    return (int) (head - first + 1);
  }

  /** The weight of all of them. */
  long bytes() {
    return bytes;
  }

  Publication get(long offset) {
    Publication publication = publications[index(offset)];
    if (publication == null) {
      throw new IllegalStateException("Nothing at " + offset);
    }
    return publication;
  }

  long came(long offset) {
    return came[index(offset)];
  }

  void addAfter(Publication publication, long when) {
    grow();
    put(++head, publication, when);
  }

  void addBefore(Publication publication, long when) {
    grow();
    put(--first, publication, when);
  }

  /** One more after the newest that is not kept; so none is. */
  void skip() {
    while (size() > 0) {
      dropFirst();
    }
    head++;
    first++;
  }

  void dropFirst() {
    bytes -= get(first).weight();
    publications[index(first)] = null;
    first++;
    if (size() == 0) {
      publications = new @Nullable Publication[SMALLEST];
      came = new long[SMALLEST];
    }
  }

  private void put(long offset, Publication publication, long when) {
    publications[index(offset)] = publication;
    came[index(offset)] = when;
    bytes += publication.weight();
  }

  private void grow() {
    if (size() < came.length) {
      return;
    }
    @Nullable Publication[] larger = new @Nullable Publication[2 * came.length];
    long[] cameLarger = new long[larger.length];
    for (long offset = first; offset <= head; offset++) {
      int place = (int) (offset & (larger.length - 1));
      larger[place] = publications[index(offset)];
      cameLarger[place] = came[index(offset)];
    }
    publications = larger;
    came = cameLarger;
  }

  private int index(long offset) {
    return (int) (offset & (came.length - 1));
  }
}
