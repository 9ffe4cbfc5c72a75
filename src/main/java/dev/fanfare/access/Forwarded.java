package dev.fanfare.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads header values that proxies append to: plain lists, and those of RFC 7239 ({@code
 * for=192.0.2.60;proto=https, for="[2001:db8::1]:80"}).
 */
final class Forwarded {
  private Forwarded() {}

  /** All values of all lines, in order. */
  static List<String> list(List<String> lines) {
    List<String> values = new ArrayList<>();
    for (String line : lines) {
      for (String value : line.split(",", -1)) values.add(value.strip());
    }
    return values;
  }

  /**
   * One parameter of each element, in order, {@code ""} where it is missing. Null if a quote does
   * not end: what a visitor wrote would swallow what the proxy added.
   */
  static @Nullable List<String> parameter(String name, List<String> lines) {
    List<String> values = new ArrayList<>();
    for (String line : lines) {
      List<String> elements = split(line, ',');
      if (elements == null) return null;
      for (String element : elements) values.add(parameter(name, element));
    }
    return values;
  }

  private static String parameter(String name, String element) {
    List<String> pairs = split(element, ';');
    if (pairs == null) return "";
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 0 || !pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(name)) {
        continue;
      }
      return unquoted(pair.substring(equals + 1).strip());
    }
    return "";
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** Not within quotes. A backslash has nothing to do in an address or a host. */
  private static @Nullable List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') return null;
      if (c == '"') quoted = !quoted;
      if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return quoted ? null : parts;
  }
}
