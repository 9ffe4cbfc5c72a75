/** Wire formats: bytes to commands, events to bytes. No transport, no state. */
@NullMarked
package dev.fanfare.wire;

import org.jspecify.annotations.NullMarked;
