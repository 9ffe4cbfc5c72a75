/**
 * The values that flow through Fanfare: rooms, positions, publications, commands and events.
 * Immutable, no I/O.
 */
@NullMarked
package dev.fanfare.message;

import org.jspecify.annotations.NullMarked;
