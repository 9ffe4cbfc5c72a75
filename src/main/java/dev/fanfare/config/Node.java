package dev.fanfare.config;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One part of the schema: a single value, or a section, a map or a list of sections. */
sealed interface Node permits Leaf, Section, Table, Rows {

  /** Reads what the file says here, null if nothing; problems are reported to the place. */
  Found read(@Nullable Object json, Place at);

  /** Tells every key at and below this path. */
  void list(String path, Consumer<Line> lines);

  /** What was found: the value for the program, and the same as JSON for people. */
  record Found(@Nullable Object value, @Nullable Object shown) {}

  /** A line of the manual. A path with a wildcard in it has no variable. */
  record Line(String path, @Nullable String standard, String doc) {}

  static Line line(String path, Key key) {
    return new Line(path, key.is().equals(Key.NOTHING) ? null : key.is(), key.doc());
  }
}
