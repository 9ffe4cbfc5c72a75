package dev.fanfare.access;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host and port, as in a {@code Host} header: {@code chat.example}, {@code chat.example:8080},
 * {@code [::1]:8080}.
 *
 * @param host in lower case, an IPv6 address in brackets
 * @param port -1 if it is not said
 */
record Authority(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

  /** Null if it is none: with a user, a path, two names, or white space. */
  static @Nullable Authority parse(@Nullable String text) {
    if (text == null) return null;
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) return null;
    String port = matcher.group(2);
    String host = matcher.group(1).toLowerCase(Locale.ROOT);
    return new Authority(host, port == null ? -1 : Integer.parseInt(port));
  }

  int portOr(int other) {
    return port < 0 ? other : port;
  }
}
