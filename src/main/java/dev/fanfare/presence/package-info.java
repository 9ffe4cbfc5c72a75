/** Who is here: members of rooms, their names, and the notices when they come and go. */
@NullMarked
package dev.fanfare.presence;

import org.jspecify.annotations.NullMarked;
