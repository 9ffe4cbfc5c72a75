package dev.fanfare.message;

import java.util.List;

/**
 * How far some rooms are that one node wrote to lately; who is behind missed something. In no
 * order, at most {@link #MOST}.
 */
public record Digest(List<Head> heads) {
  /** More than these go into the next digest. */
  public static final int MOST = 256;

  public Digest {
    heads = List.copyOf(heads);
  }

  /**
   * @param position of something that is stored in the room
   */
  public record Head(RoomName room, Position position) {}
}
