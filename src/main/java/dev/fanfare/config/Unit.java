package dev.fanfare.config;

import java.util.Map;
import java.util.TreeMap;

/** What a number counts: the suffixes it may bear, and what each multiplies. */
enum Unit {
  COUNT("a whole number", Map.of("", 1L)),
  PER_SECOND("a whole number, or one such as \"100/s\"", Map.of("", 1L, "/s", 1L)),
  BYTES(
      "bytes as a number, or a size in B, KiB, MiB or GiB such as \"64KiB\"",
      Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40)),
  TIME(
      "a duration in ms, s, m, h or d such as \"30s\"",
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L));

  final String wants;
  final Map<String, Long> suffixes;

  Unit(String wants, Map<String, Long> suffixes) {
    this.wants = wants;
    this.suffixes = new TreeMap<>(suffixes);
  }
}
