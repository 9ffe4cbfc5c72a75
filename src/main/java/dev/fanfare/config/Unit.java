package dev.fanfare.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a number counts: the suffixes it may bear, and what each multiplies. */
enum Unit {
  COUNT("a whole number", suffix("", 1)),
  PER_SECOND("a whole number or one such as \"100/s\"", suffix("", 1), suffix("/s", 1)),
  BYTES(
      "a number of bytes or a size in B, KiB, MiB, GiB or TiB such as \"64KiB\"",
      suffix("TiB", 1L << 40),
      suffix("GiB", 1L << 30),
      suffix("MiB", 1L << 20),
      suffix("KiB", 1L << 10),
      suffix("B", 1),
      suffix("", 1)),
  PERCENT("a part of the direct memory such as \"25%\"", suffix("%", 1)),
  TIME(
      "a duration in ms, s, m, h or d such as \"30s\"",
      suffix("d", 86_400_000),
      suffix("h", 3_600_000),
      suffix("m", 60_000),
      suffix("s", 1_000),
      suffix("ms", 1));

  private static final Pattern WRITTEN = Pattern.compile("(\\d+)(\\D*)");

  final String wants;
  private final List<Suffix> suffixes;

  Unit(String wants, Suffix... largestFirst) {
    this.wants = wants;
    this.suffixes = List.of(largestFirst);
  }

  /** Whether a number may stand alone. */
  boolean bare() {
    return suffixes.stream().anyMatch(suffix -> suffix.text.isEmpty());
  }

  /** What a text such as {@code 64KiB} amounts to; null when it is none of this unit. */
  @Nullable Long parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) return null;
    for (Suffix suffix : suffixes)
      if (suffix.text.equals(written.group(2))) return suffix.times(written.group(1));
    return null;
  }

  /** The shortest text for it: 65536 bytes are {@code 64KiB}. */
  String show(long amount) {
    for (Suffix suffix : suffixes)
      if (amount != 0 && amount % suffix.factor == 0) return amount / suffix.factor + suffix.text;
    return "0";
  }

  private static Suffix suffix(String text, long factor) {
    return new Suffix(text, factor);
  }

  private record Suffix(String text, long factor) {

    /** Too much for a long is as good as the largest long: out of every range. */
    long times(String digits) {
      try {
        return Math.multiplyExact(Long.parseLong(digits), factor);
      } catch (ArithmeticException | NumberFormatException e) {
        return Long.MAX_VALUE;
      }
    }
  }
}
