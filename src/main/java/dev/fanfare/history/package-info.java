/** Where publications are kept, behind one contract: {@link dev.fanfare.history.History}. */
@NullMarked
package dev.fanfare.history;

import org.jspecify.annotations.NullMarked;
