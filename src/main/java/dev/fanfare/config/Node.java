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

  /** A line of the manual: the default as JSON, if there is one, and what the value may be. */
  record Line(String path, @Nullable String standard, String wants, String doc) {}
}
