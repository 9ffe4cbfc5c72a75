/** The configuration: immutable records, each key declared once, and the one reader of them. */
@NullMarked
package dev.fanfare.config;

import org.jspecify.annotations.NullMarked;
