/**
 * Fanfare: one jar that is a chat room and a broadcast server.
 *
 * <p>The way of a message: {@code http.SocketSession} (frames) → {@code http.Intake} (rate) →
 * {@code wire.Format} (bytes to a command) → {@code hub.Commands} (permission, room) → {@code
 * hub.Broker} (history gives the position, the event bus spreads) → {@code hub.Room} (order,
 * encoded once per format) → {@code hub.Subscription} → {@code hub.Outbox} (one write per socket
 * and turn).
 */
@NullMarked
package dev.fanfare;

import org.jspecify.annotations.NullMarked;
