package dev.fanfare.config;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How values appear in sentences. */
final class Shown {

  private static final int LONGEST = 60;

  private Shown() {}

  /** The value as JSON, cut when it is long. */
  static String value(@Nullable Object json) {
    String text = whole(json);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  static String whole(@Nullable Object json) {
    return json instanceof Number ? json.toString() : Json.encode(json);
  }

  static String type(Object json) {
    if (json instanceof JsonObject) return "an object";
    if (json instanceof JsonArray) return "a list";
    if (json instanceof String) return "a text";
    if (json instanceof Number) return "a number";
    return "a truth value";
  }

  /** The JSON in the text of a variable; null, and refused, when it holds none. */
  static @Nullable Object parse(String text, Place at) {
    try {
      return Json.decodeValue(text);
    } catch (DecodeException e) {
      at.refuse(value(text) + " is no JSON; expected what a file would say here");
      return null;
    }
  }

  /** {@code a, b or c}. */
  static String oneOf(List<String> words) {
    int last = words.size() - 1;
    if (last < 1) return "\"" + String.join("", words) + "\"";
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
