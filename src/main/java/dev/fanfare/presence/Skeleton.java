package dev.fanfare.presence;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What two names must differ in to be two names: {@code Ann}, {@code ANN}, {@code Ａｎｎ} and an
 * {@code Аnn} that begins with a Cyrillic letter have one skeleton.
 *
 * <p>Compatibility form (NFKC), case folded, without format characters, without marks that go with
 * any script (those that belong to one script are its vowels), white space made one blank, and the
 * Cyrillic and Greek letters that look like Latin ones replaced by these. A simple cousin of the
 * skeleton in UTS 39, which would need its tables.
 */
final class Skeleton {
  private static final String ALIKE = "асеорхуѕіјԁһѵοανρικυχτвнкмтβεζημγ";
  private static final String LATIN = "aceopxysijdhvoavpikuxtbhkmtbezhmy";

  private Skeleton() {}

  static String of(String name) {
    String wide = Normalizer.normalize(name, Normalizer.Form.NFKC);
    // Up and down again: ß and ss, final and other sigma, dotless i meet only so.
    String folded = wide.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(folded.length());
    folded.codePoints().forEach(c -> append(out, c));
    String skeleton = out.toString().strip();
    return skeleton.isEmpty() ? wide : skeleton;
  }

  private static void append(StringBuilder out, int c) {
    if (Character.getType(c) == Character.FORMAT
        || Character.UnicodeScript.of(c) == Character.UnicodeScript.INHERITED) return;
    if (Character.isSpaceChar(c)) {
      if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') out.append(' ');
      return;
    }
    int alike = ALIKE.indexOf(c);
    out.appendCodePoint(alike < 0 ? c : LATIN.charAt(alike));
  }
}
