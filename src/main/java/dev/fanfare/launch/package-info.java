/** What stands between the command line and the verticle: the start of Vert.x, and logging. */
@NullMarked
package dev.fanfare.launch;

import org.jspecify.annotations.NullMarked;
