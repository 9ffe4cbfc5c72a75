/** What is counted, and how operators see it. */
@NullMarked
package dev.fanfare.metrics;

import org.jspecify.annotations.NullMarked;
