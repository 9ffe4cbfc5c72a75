package dev.fanfare.hub;

import static dev.fanfare.metrics.Count.REPAIRS;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bus brings for one room, put into order; what it does not bring is read from history.
 * Owned by the hub's loop.
 */
final class Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
  private static final int REPAIR_PAGE = 500;
  private static final long PATIENCE_MILLIS = 200;
  private static final long RETRY_MILLIS = 1000;

  private final RoomName name;
  private final Hub hub;
  private final Cursor cursor;
  private final Out out;
  private boolean repairPlanned;

  /** Something may be missing that the cursor cannot know of. */
  private boolean doubtful;

  /** What another node says is stored; null when all that was said has been seen to. */
  private @Nullable Position heard;

  /** The room that they go to. */
  interface Out {
    /** The next message of the stream. */
    void inOrder(Event.Message message);

    /** The stream goes on elsewhere: what comes next follows this position. */
    void startAnew(Position base);

    /** Whether anybody still wants them. */
    boolean inUse();
  }

  /**
   * @param head everything up to here is known
   */
  Arrivals(RoomName name, Hub hub, Position head, Out out) {
    this.name = name;
    this.hub = hub;
    this.cursor = new Cursor(head);
    this.out = out;
  }

  /** A publication came over the bus. */
  void arrive(Event.Message message) {
    switch (cursor.offer(message, out::inOrder)) {
      case DELIVERED, OLD -> {}
      case HELD -> planRepair(PATIENCE_MILLIS);
      case BROKEN -> {
        doubtful = true;
        repair();
      }
    }
  }

  /** Somebody stored up to here; what is under way still gets the time to come. */
  void headIs(Position head) {
    if (!cursor.covers(head)) {
      heard = head;
      planRepair(PATIENCE_MILLIS);
    }
  }

  /** The bus, or the history, went through something: reads on, whatever the cursor knows. */
  void recheck() {
    doubtful = true;
    repair();
  }

  private boolean behind() {
    return doubtful || cursor.waiting() || heard != null && !cursor.covers(heard);
  }

  private void planRepair(long delay) {
    if (repairPlanned) {
      return;
    }
    repairPlanned = true;
    hub.after(
        delay,
        () -> {
          repairPlanned = false;
          if (behind() && out.inUse()) {
            repair();
          }
        });
  }

  /** Something is missing, or the room began a new life: history knows. */
  private void repair() {
    if (repairPlanned) {
      return;
    }
    repairPlanned = true;
    doubtful = false;
    heard = null;
    long held = cursor.newestHeld();
    hub.broker()
        .history()
        .after(name, new Since.After(cursor.last()), REPAIR_PAGE)
        .onComplete(
            read -> {
              repairPlanned = false;
              if (read.succeeded()) {
                repaired(read.result(), held);
              } else {
                doubtful = true;
                LOG.warn(
                    "Room {}: cannot read what is missing, trying again: {}",
                    name,
                    read.cause().getMessage());
                planRepair(RETRY_MILLIS);
              }
            });
  }

  /**
   * The page may be old: meanwhile the bus may have brought what it has, and more.
   *
   * @param held the newest that was held when the page was asked for
   */
  private void repaired(Page page, long held) {
    boolean missed = page.gap() && !cursor.covers(page.base());
    if (missed) {
      startAnew(page.base());
    }
    for (Publication publication : page.messages()) {
      missed |= cursor.offer(new Event.Message(publication), out::inOrder) != Cursor.Outcome.OLD;
    }
    if (missed) {
      hub.metrics().of(REPAIRS).increment();
    }
    if (page.more()) {
      repair();
      return;
    }
    // It was stored before it was spread. If history has it not, those who keep it may be cut off,
    // and it may never be there: a digest tells of it again if it is.
    cursor.forgetHeld(held);
    if (behind()) {
      planRepair(PATIENCE_MILLIS); // for what was heard while reading
    }
  }

  private void startAnew(Position base) {
    out.startAnew(base);
    cursor.restart(base, out::inOrder);
  }
}
