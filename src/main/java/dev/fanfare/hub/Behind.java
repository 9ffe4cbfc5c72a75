package dev.fanfare.hub;

/**
 * How far a subscription is behind its room, and since when that is too far. There is none while it
 * is served live. Owned by its {@link Subscription}.
 */
final class Behind {
  static final long GRACE_MILLIS = 10_000;

  /** What the room had delivered, in bytes, when it was where the subscription is. */
  private long level;

  private long overSince = -1;

  /** History is being asked. */
  boolean reading;

  /** The position is one that history knows. */
  boolean checked;

  /** Too far: what the rule of the room says is to be done. */
  boolean tooFar;

  Behind(long level) {
    this.level = level;
  }

  /** The subscription was served so many bytes; more than it was behind if it reads old ones. */
  void advance(long bytes, long flushed) {
    level = Math.min(level + bytes, flushed);
  }

  /** It goes on from a place that is so many bytes behind the room. */
  void leap(long bytes, long flushed) {
    level = flushed - bytes;
    overSince = -1;
    tooFar = false;
  }

  /**
   * Whether it just became too far: four times the limit, or more than the limit for too long.
   *
   * @param flushed what the room has delivered, in bytes
   */
  boolean becomesTooFar(long flushed, long limit, long now) {
    if (tooFar) {
      return false;
    }
    long waiting = flushed - level;
    if (waiting <= limit) {
      overSince = -1;
      return false;
    }
    overSince = overSince < 0 ? now : overSince;
    tooFar = waiting > 4 * limit || now - overSince > GRACE_MILLIS;
    return tooFar;
  }
}
