package dev.fanfare.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant. */
final class Similar {

  private Similar() {}

  /** The nearest of the names, when it is near enough to have been meant. */
  static Optional<String> to(String written, Collection<String> names) {
    String bare = bare(written);
    int tolerance = Math.min(3, Math.max(1, bare.length() / 3));
    return names.stream()
        .filter(name -> Math.abs(bare(name).length() - bare.length()) <= tolerance)
        .filter(name -> distance(bare, bare(name)) <= tolerance)
        .min(Comparator.comparingInt(name -> distance(bare, bare(name))));
  }

  /** Case and separators are what people mix up most: they do not count. */
  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /** Insertions, deletions, replacements and swaps of neighbours that make one from the other. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int replaced = steps[i - 1][j - 1] + (same ? 0 : 1);
        steps[i][j] = Math.min(replaced, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2);
        if (swapped && a.charAt(i - 2) == b.charAt(j - 1))
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
      }
    }
    return steps[a.length()][b.length()];
  }
}
