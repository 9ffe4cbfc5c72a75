package dev.fanfare.message;

import java.text.Normalizer;

/**
 * The name of a room: 1 to 64 letters, digits and {@code - _ . : ~} in Unicode's form NFC; an inbox
 * room has an {@code @} before the user's id.
 *
 * @param value the checked name
 */
public record RoomName(String value) {
  public static final int LONGEST = 64;
  private static final String ALLOWED = "A room name has 1 to 64 letters, digits and - _ . : ~";

  /** Checks and normalises a name; refuses a wrong one with {@code bad_request}. */
  public static RoomName of(String text) {
    if (text.length() > 4 * LONGEST) {
      throw Refusal.badRequest(ALLOWED + ".");
    }
    String name = Normalizer.normalize(text, Normalizer.Form.NFC);
    String bare = name.startsWith("@") ? name.substring(1) : name;
    if (bare.isEmpty()
        || name.codePointCount(0, name.length()) > LONGEST
        || !bare.codePoints().allMatch(RoomName::allowed)) {
      throw Refusal.badRequest(ALLOWED + "; a leading @ means the inbox of a user.");
    }
    return new RoomName(name);
  }

  /** The inbox room of a user. */
  public static RoomName inbox(String userId) {
    return of("@" + userId);
  }

  public boolean isInbox() {
    return value.startsWith("@");
  }

  /** Whether this is the inbox room of the user with that id. */
  public boolean isInboxOf(String userId) {
    return isInbox() && value.length() == userId.length() + 1 && value.endsWith(userId);
  }

  private static boolean allowed(int c) {
    return Character.isLetter(c) || Character.isDigit(c) || "-_.:~".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
