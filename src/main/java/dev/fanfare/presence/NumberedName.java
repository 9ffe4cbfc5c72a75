package dev.fanfare.presence;

import dev.fanfare.message.User;
import java.util.function.Predicate;

/** {@code Ann-2} when {@code Ann} is taken, {@code Ann-3} after that. */
final class NumberedName {
  private NumberedName() {}

  /**
   * A free numbered form of a name, never longer than a name may be. The first free one, unless
   * somebody left a hole: it doubles and halves, so that ten thousand of one name do not cost fifty
   * million looks.
   */
  static String of(String name, Predicate<String> free) {
    int high = 2;
    while (!free.test(numbered(name, high))) high *= 2;
    int low = high / 2;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (free.test(numbered(name, middle))) high = middle;
      else low = middle;
    }
    return numbered(name, high);
  }

  private static String numbered(String name, int number) {
    String suffix = "-" + number;
    int room = User.LONGEST_NAME - suffix.length();
    if (name.codePointCount(0, name.length()) <= room) return name + suffix;
    return name.substring(0, name.offsetByCodePoints(0, room)).strip() + suffix;
  }
}
