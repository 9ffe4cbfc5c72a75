package dev.fanfare.message;

import org.jspecify.annotations.Nullable;

/**
 * The place of a publication in its room, written {@code <epoch>-<offset>}.
 *
 * @param epoch names one life of the room's history: 1 to 32 lower-case letters and digits
 * @param offset 1, 2, 3 … without holes; 0 is the place before the first
 */
public record Position(String epoch, long offset) {
  private static final int LONGEST = 52;

  /** Reads what {@link #toString} wrote; refuses everything else with {@code bad_request}. */
  public static Position parse(String text) {
    Position position = text.length() > LONGEST ? null : parseOrNull(text);
    if (position == null) {
      throw Refusal.badRequest("A position is what the server gave, like k3x9f2-42.");
    }
    return position;
  }

  private static @Nullable Position parseOrNull(String text) {
    int dash = text.indexOf('-');
    if (dash < 1 || dash > 32 || dash == text.length() - 1) {
      return null;
    }
    for (int i = 0; i < dash; i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9')) {
        return null;
      }
    }
    long offset = 0;
    for (int i = dash + 1; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || offset > (Long.MAX_VALUE - 9) / 10) {
        return null;
      }
      offset = offset * 10 + digit;
    }
    return new Position(text.substring(0, dash), offset);
  }

  /** The position {@code offset} in the same epoch. */
  public Position at(long newOffset) {
    return new Position(epoch, newOffset);
  }

  @Override
  public String toString() {
    return epoch + "-" + offset;
  }
}
