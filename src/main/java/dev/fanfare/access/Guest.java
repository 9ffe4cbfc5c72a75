package dev.fanfare.access;

import dev.fanfare.message.User;

/**
 * Somebody without an account.
 *
 * @param lasting came with a key, so that they can come back as the same; else the user ends with
 *     the session and need not be waited for
 * @param named chose the name; else a clash is not their fault, and the name may get a number
 */
public record Guest(User user, boolean lasting, boolean named) {}
