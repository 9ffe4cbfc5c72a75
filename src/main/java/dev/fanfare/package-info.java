/** Fanfare: what starts it and what wires it together. */
@NullMarked
package dev.fanfare;

import org.jspecify.annotations.NullMarked;
