/**
 * The heart: what a loop knows of its rooms and sessions, and the way of a message to them. No HTTP
 * type.
 */
@NullMarked
package dev.fanfare.hub;

import org.jspecify.annotations.NullMarked;
