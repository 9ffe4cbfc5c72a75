package dev.fanfare.http;

import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the message in a form: its field {@code content}, else {@code message}. Any thread. */
final class Form {
  private static final List<String> FIELDS = List.of("content", "message");

  private static final String URLENCODED = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data";

  private Form() {}

  /**
   * That field of a form of either type, decoded; null if there is none. Refuses what is no form.
   *
   * @param contentType the header of that name
   */
  static byte @Nullable [] field(String field, @Nullable String contentType, byte[] body) {
    MediaType type = MediaType.parse(contentType == null ? URLENCODED : contentType);
    return switch (type.name()) {
      case URLENCODED -> urlencoded(body, List.of(field));
      case MULTIPART -> multipart(body, type.parameter("boundary"), List.of(field));
      default -> throw Refusal.of(Code.UNSUPPORTED_MEDIA_TYPE, "Send a form: " + URLENCODED + ".");
    };
  }

  /** The message field, decoded; null if there is none: then it is no form but a line of text. */
  static byte @Nullable [] urlencoded(byte[] body) {
    return urlencoded(body, FIELDS);
  }

  private static byte @Nullable [] urlencoded(byte[] body, List<String> fields) {
    String form = new String(body, StandardCharsets.ISO_8859_1);
    for (String field : fields) {
      for (String pair : form.split("&", -1)) {
        if (pair.startsWith(field + "=")) {
          return decode(pair.substring(field.length() + 1));
        }
      }
    }
    return null;
  }

  /** The content of the field (RFC 7578); refuses a form that has none. */
  static byte[] multipart(byte[] body, @Nullable String boundary) {
    byte[] field = multipart(body, boundary, FIELDS);
    if (field == null) {
      throw Refusal.badRequest("The form has no field content or message.");
    }
    return field;
  }

  private static byte @Nullable [] multipart(
      byte[] body, @Nullable String boundary, List<String> fields) {
    if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
      throw Refusal.badRequest("multipart/form-data needs a boundary of 1 to 70 characters.");
    }
    String form = new String(body, StandardCharsets.ISO_8859_1);
    String[] parts = ("\r\n" + form).split(Pattern.quote("\r\n--" + boundary), -1);
    for (String field : fields) {
      Pattern named = named(field);
      for (String part : Arrays.asList(parts).subList(1, parts.length)) {
        int end = part.indexOf("\r\n\r\n");
        if (end >= 0 && named.matcher(part.substring(0, end)).find()) {
          return part.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        }
      }
    }
    return null;
  }

  private static Pattern named(String field) {
    return Pattern.compile(
        "^content-disposition:[^\\r\\n]*;\\s*name=\"?" + Pattern.quote(field) + "\"?\\s*(;|$)",
        Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }

  /** As browsers do: a percent sign that means nothing stays. */
  private static byte[] decode(String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int code = c == '%' && i + 2 < value.length() ? hex(value, i + 1) : -1;
      if (code >= 0) {
        bytes.write(code);
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }

  private static int hex(String text, int at) {
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
