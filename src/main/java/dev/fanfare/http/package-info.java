/** Transports, endpoints and operations pages: the only place that knows HTTP. */
@NullMarked
package dev.fanfare.http;

import org.jspecify.annotations.NullMarked;
