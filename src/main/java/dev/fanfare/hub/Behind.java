package dev.fanfare.hub;

import static dev.fanfare.metrics.Count.SLOW_SKIPPED;
import static dev.fanfare.metrics.Count.SLOW_TO_LATEST;

import dev.fanfare.config.RoomRule.SlowConsumer;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Since;
import io.vertx.core.AsyncResult;

/**
 * A subscription that is not served live: how it reads on until it is level with its room, from the
 * recent segments or from history page by page, and what becomes of it if it is too far behind.
 * Owned by its {@link Subscription}.
 */
final class Behind {
  static final int PAGE = 128;
  private static final long GRACE_MILLIS = 10_000;
  private static final long RETRY_MILLIS = 1000;

  private final Subscription subscription;
  private final Session session;
  private final Room room;

  /** What the room had delivered, in bytes, when it was where the subscription is. */
  private long level;

  /** More is waiting than the limit allows, since then. */
  private boolean over;

  private long overSince;
  private boolean tooFar;
  private boolean reading;
  private boolean retryPlanned;

  /** The position is one that history knows. */
  private boolean checked;

  /**
   * @param missed what the room has delivered, in bytes, beyond the subscription's position
   */
  Behind(Subscription subscription, Session session, Room room, long missed) {
    this.subscription = subscription;
    this.session = session;
    this.room = room;
    this.level = room.flushedBytes() - missed;
  }

  /** The subscription was sent so many bytes. They may be older than it ever was behind. */
  void advance(long bytes) {
    level = Math.min(level + bytes, room.flushedBytes());
  }

  /** Reads on if that is possible now. */
  void readOn() {
    if (reading || subscription.ended() || !session.outbox().writable()) {
      return;
    }
    if (tooFar) {
      leap();
    }
    Position position = subscription.position();
    // A position ahead of the room may be what history just said, or what a client made up.
    if (room.ring().reaches(position)
        && (checked || position.offset() <= room.position().offset())) {
      room.ring().after(position, subscription::take);
      if (subscription.position().offset() >= room.position().offset()) {
        subscription.becomeLevel();
      }
    } else {
      reading = true;
      session
          .hub()
          .reads()
          .after(room.name(), new Since.After(position), PAGE)
          .onComplete(this::read);
    }
  }

  private void read(AsyncResult<Page> read) {
    reading = false;
    if (read.failed()) {
      planRetry();
      return;
    }
    if (!subscription.ended() && !tooFar && session.outbox().writable()) {
      checked = true;
      Position before = subscription.position();
      subscription.take(read.result());
      if (subscription.position().equals(before) && isApart()) {
        planRetry();
        return;
      }
    }
    // Not at once: a history that answers at once would be asked deeper and deeper in the stack.
    session.hub().later(subscription::catchUp);
  }

  /**
   * There is nothing more to read, and still the room is elsewhere: its life ended in the history,
   * as that of an idle room does, and nothing told it yet. Has it look.
   */
  private boolean isApart() {
    Position position = subscription.position();
    if (!room.ring().reaches(position)) {
      room.recheck();
    }
    return !room.ring().reaches(position);
  }

  private void planRetry() {
    if (!retryPlanned) {
      retryPlanned = true;
      session
          .hub()
          .after(
              RETRY_MILLIS,
              () -> {
                retryPlanned = false;
                subscription.catchUp();
              });
    }
  }

  /** Does what the room's rule says if more is waiting for the session than the limits allow. */
  void check() {
    if (tooFar || session.outbox().writable()) {
      return;
    }
    long limit = session.hub().limits().outboundBytes();
    long waiting = owes();
    if (waiting <= limit) {
      over = false;
      return;
    }
    long now = session.hub().clocks().steady().getAsLong();
    if (!over) {
      over = true;
      overSince = now;
    }
    if (waiting > 4 * limit || now - overSince > GRACE_MILLIS) {
      giveWay();
    }
  }

  /** What lies between it and its room, in bytes. */
  long owes() {
    return room.flushedBytes() - level;
  }

  /** Somebody must: is treated as if it were too far behind. */
  void giveWay() {
    if (!tooFar) {
      tooFar = true;
      judge();
    }
  }

  private void judge() {
    // Never a silent skip: who cannot be told is sent away.
    boolean told = session.tells(new Event.Gap(room.name(), subscription.position()));
    switch (told ? room.slowConsumer() : SlowConsumer.CLOSE) {
      case CLOSE -> session.isTooSlow();
      case SKIP -> session.hub().metrics().of(SLOW_SKIPPED).increment();
      case LATEST -> session.hub().metrics().of(SLOW_TO_LATEST).increment();
    }
  }

  /** Leaves out what could not be taken in time, and says so. */
  private void leap() {
    tooFar = false;
    over = false;
    boolean latest = room.slowConsumer() == SlowConsumer.LATEST;
    level = room.flushedBytes() - (latest ? room.ring().newestBytes() : 0);
    subscription.leapOnTo(latest ? room.ring().beforeNewest(room.position()) : room.position());
  }
}
