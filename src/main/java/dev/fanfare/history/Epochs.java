package dev.fanfare.history;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws names for the lives of a history: ten lower-case letters and digits. */
public final class Epochs implements Supplier<String> {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 10;

  private final RandomGenerator random;

  /**
   * @param random callable from any thread, and never the same sequence again in production
   */
  public Epochs(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String get() {
    StringBuilder epoch = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      epoch.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return epoch.toString();
  }
}
