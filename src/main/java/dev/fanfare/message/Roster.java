package dev.fanfare.message;

import java.util.List;

/** What nodes of a cluster tell each other about who is in their rooms. */
public sealed interface Roster {
  /** So many {@link Change}s are in one message at most. */
  int MOST_CHANGES = 500;

  /** The node that says it; another name after each start. */
  String node();

  /**
   * The node is alive.
   *
   * @param number of its last {@link Changes}
   */
  record Beat(String node, long number) implements Roster {}

  /**
   * What happened, in order.
   *
   * @param number one more than that of the node's changes before
   */
  record Changes(String node, long number, List<Change> changes) implements Roster {}

  /**
   * A part of everybody who is there after the changes of that number.
   *
   * @param part counts from 0
   * @param last nothing follows
   */
  record State(String node, long number, int part, boolean last, List<Change.Here> here)
      implements Roster {}

  /**
   * The node wants to be told the {@link State}.
   *
   * @param of of that node; empty: of all
   */
  record Ask(String node, String of) implements Roster {}

  /** The node stops: who was there is lost. */
  record Gone(String node) implements Roster {}

  /** What became of a session in a room. */
  sealed interface Change {
    RoomName room();

    String session();

    /**
     * It is there, and goes by that name.
     *
     * @param since when it took the name, in milliseconds since 1970
     */
    record Here(RoomName room, String session, User user, long since) implements Change {}

    /**
     * It is not there any more.
     *
     * @param byWish the user need not be waited for
     */
    record Left(RoomName room, String session, boolean byWish) implements Change {}
  }
}
