package dev.fanfare.access;

import dev.fanfare.message.User;

/**
 * Somebody without an account.
 *
 * @param lasting came with a key, so that they can come back as the same; else the user ends with
 *     the session and need not be waited for
 * @param naming where the name comes from
 */
public record Guest(User user, boolean lasting, Naming naming) {

  /** Where a name comes from. */
  public enum Naming {
    /** They chose it: if it is taken, they are told. */
    CHOSEN,
    /** Nobody chose it: if it is taken, it gets a number. */
    MADE,
    /** It is theirs whatever others are called, and they cannot change it. */
    GIVEN
  }
}
