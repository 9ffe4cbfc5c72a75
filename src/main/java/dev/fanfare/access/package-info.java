/** Who may do what: origins, guests, addresses, rates. */
@NullMarked
package dev.fanfare.access;

import org.jspecify.annotations.NullMarked;
