package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;

/**
 * Someone who follows one room over one transport, and reads from the network no more than it was
 * asked for. Used by one thread.
 */
interface Subscriber extends AutoCloseable {
  /**
   * Begins to follow, after what it followed before; what is published after this returned comes.
   *
   * @param since as in the protocol; empty: live from now
   * @throws Refused if the server does
   */
  void open(String room, String since);

  /**
   * Waits for the next message object, or an object of the type {@code gap}, with its position if
   * the transport tells one.
   */
  JsonObject next();

  /** What to come back with: the position that was told last. */
  String lastPosition();

  /** Goes without a word. */
  @Override
  void close();
}
