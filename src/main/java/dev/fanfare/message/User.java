package dev.fanfare.message;

import java.text.Normalizer;

/**
 * Who a session speaks for.
 *
 * @param id public and lasting: two sessions of one person have the same
 * @param name what people see: 1 to 32 visible characters
 */
public record User(String id, String name) {
  public static final int LONGEST_NAME = 32;

  /** Checks, trims and normalises a name (NFC); refuses a wrong one with {@code bad_request}. */
  public static String checkName(String text) {
    if (text.length() > 16 * LONGEST_NAME) {
      throw wrongName();
    }
    String name = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    int length = name.codePointCount(0, name.length());
    if (length < 1
        || length > LONGEST_NAME
        || !name.codePoints().allMatch(User::allowed)
        || name.codePoints().noneMatch(User::visible)) {
      throw wrongName();
    }
    return name;
  }

  public User named(String newName) {
    return new User(id, newName);
  }

  private static Refusal wrongName() {
    return Refusal.badRequest(
        "A name has 1 to 32 visible characters, without control or text-direction characters.");
  }

  private static boolean allowed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> c == 0x200C || c == 0x200D; // joiners inside words and emoji
      default -> true;
    };
  }

  private static boolean visible(int c) {
    return !Character.isSpaceChar(c)
        && Character.getType(c) != Character.FORMAT
        && Character.getType(c) != Character.NON_SPACING_MARK
        && c != 0x2800
        && c != 0x3164;
  }
}
