package dev.fanfare.access;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes users of guests. The key is the guest's secret; the id, which everybody sees, is derived
 * from it and does not lead back. Callable from any loop.
 */
public final class Guests {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{16,128}");
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_LENGTH = 16;

  private final Random random;

  /**
   * @param random for the ids of those without a key; safe for threads
   */
  public Guests(Random random) {
    this.random = random;
  }

  /**
   * @param key what the browser keeps, null: a new user
   * @param name null: {@code guest-xxxx}, the same for the same user
   */
  public Guest guest(@Nullable String key, @Nullable String name) {
    String id = "g" + text(key == null ? fresh() : derived(key));
    String shown = name == null ? "guest-" + id.substring(1, 5) : User.checkName(name);
    return new Guest(new User(id, shown), key != null, name == null ? Naming.MADE : Naming.CHOSEN);
  }

  /** A new user whose name is not of their choice. */
  public Guest given(String name) {
    return new Guest(new User("g" + text(fresh()), name), false, Naming.GIVEN);
  }

  private byte[] fresh() {
    byte[] bytes = new byte[ID_LENGTH];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] derived(String key) {
    if (!KEY.matcher(key).matches()) {
      throw Refusal.badRequest("A guest key has 16 to 128 letters, digits, - and _.");
    }
    try {
      // The prefix keeps these ids apart from whatever else the same key is hashed for.
      byte[] text = ("fanfare guest\n" + key).getBytes(StandardCharsets.US_ASCII);
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) text.append(DIGITS.charAt(bytes[i] & 31));
    return text.toString();
  }
}
