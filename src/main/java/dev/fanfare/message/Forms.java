package dev.fanfare.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which forms of what nodes send each other a release knows. All values have one version together,
 * the first byte of each; it grows when the form of any of them changes.
 *
 * <p>A change takes two releases, so that nodes can be replaced one by one: the first reads the new
 * form and still writes the old, the second writes the new and still reads the old.
 *
 * @param oldest that it reads
 * @param newest that it reads
 * @param written what it writes
 */
public record Forms(int oldest, int newest, int written) {
  /** Those of this release. */
  public static final Forms OURS = new Forms(1, 1, 1);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,3})-(\\d{1,3})/(\\d{1,3})");

  public boolean reads(int version) {
    return oldest <= version && version <= newest;
  }

  /** Whether each reads what the other writes. */
  public boolean goesWith(Forms other) {
    return reads(other.written) && other.reads(written);
  }

  /** What {@link #toString} gave; null if it did not. */
  public static @Nullable Forms parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches() ? new Forms(number(parts, 1), number(parts, 2), number(parts, 3)) : null;
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  @Override
  public String toString() {
    return oldest + "-" + newest + "/" + written;
  }
}
