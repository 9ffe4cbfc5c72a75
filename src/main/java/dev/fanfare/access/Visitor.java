package dev.fanfare.access;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, and for what, as the first trusted machine on the way saw it.
 *
 * @param address in its one spelling
 * @param host what was asked for: name and perhaps port
 * @param secure it came over TLS
 * @param told trusted proxies said in headers that it is this one, somebody behind them, and left
 *     nothing between that cannot be read
 */
public record Visitor(String address, @Nullable String host, boolean secure, boolean told) {}
