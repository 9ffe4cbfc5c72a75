package dev.fanfare.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Content-Type} (RFC 9110 section 8.3).
 *
 * @param name in lower case, without parameters
 * @param parameters as they came
 */
record MediaType(String name, String parameters) {

  static MediaType parse(String text) {
    int end = text.indexOf(';');
    String name = end < 0 ? text : text.substring(0, end);
    return new MediaType(name.strip().toLowerCase(Locale.ROOT), end < 0 ? "" : text.substring(end));
  }

  boolean isText() {
    return name.startsWith("text/");
  }

  boolean isJson() {
    return name.equals("application/json")
        || name.startsWith("application/") && name.endsWith("+json");
  }

  /** The value of a parameter as it was written, without its quotes; null if it is not there. */
  @Nullable String parameter(String wanted) {
    Matcher matcher =
        Pattern.compile(
                ";\\s*" + wanted + "\\s*=\\s*(?:\"([^\"]{0,200})\"|([^\\s;\"]{1,200}))",
                Pattern.CASE_INSENSITIVE)
            .matcher(parameters);
    if (!matcher.find()) {
      return null;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }
}
