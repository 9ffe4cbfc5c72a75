package dev.fanfare.config;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a text must look like. */
enum Form {
  FILLED("a text that is not blank", "(?s).*\\S.*"),
  PATH("a path such as \"/ws\": it begins with / and holds no space, ? or #", "/[^\\s?#]*"),
  ROOM(
      "a room name: 1 to 64 letters, digits and - _ . : ~",
      "[\\p{L}\\p{Nd}_.:~-]{1,64}",
      text -> Normalizer.normalize(text, Normalizer.Form.NFC)),
  ROOM_OF_PATH(
      "a room name: 1 to 64 letters, digits and - _ . : ~, in it :parameters of the path",
      "[\\p{L}\\p{Nd}_.:~-]{1,64}",
      text -> Normalizer.normalize(text, Normalizer.Form.NFC)),
  ENDPOINT(
      "a path such as \"/ws\" (it begins with / and holds no space, ? or #), or a name, and the"
          + " path as path",
      "/[^\\s?#]*|[\\p{L}\\p{Nd}][^\\s/]{0,63}"),
  IDENTITY(
      "guest, ip, number or path:PARAMETER", "guest|ip|number|path:[\\p{L}_][\\p{L}\\p{Nd}_]*"),
  LISTENER("a name of letters, digits and - _", "[\\p{L}\\p{Nd}_-]{1,64}"),
  LISTENER_OR_NONE("the name of a listener, or \"\"", "[\\p{L}\\p{Nd}_-]{0,64}"),
  FORMAT("raw, chat or json", "raw|chat|json", Form::withoutSynonym),
  GLOB(
      "a room name in which * stands for any characters, such as \"ops.*\"",
      "@?[\\p{L}\\p{Nd}_.:~*-]{1,64}",
      text -> Normalizer.normalize(text, Normalizer.Form.NFC)),
  HOST(
      "a host name or address without port, such as \"chat.example\"",
      "[\\p{L}\\p{Nd}]([\\p{L}\\p{Nd}_.-]*[\\p{L}\\p{Nd}])?|[0-9a-f:.]*:[0-9a-f:.]*"
          + "|\\[[0-9a-f:.]+]",
      text -> text.toLowerCase(Locale.ROOT)),
  HOST_PORT(
      "host:port such as \"10.0.0.1:5701\" or \"[::1]:5701\"",
      "(\\[[0-9A-Fa-f:.]+]|[^\\s:/\\[\\]]+):(?<port>\\d{1,5})") {
    @Override
    boolean holds(Matcher matcher) {
      int port = Integer.parseInt(matcher.group("port"));
      return port > 0 && port <= 65535;
    }
  },
  ORIGIN(
      "an origin without slash at its end such as \"https://a.example\", or \"*\" for any",
      "\\*|[a-z][a-z0-9+.-]*://[^\\s/?#@*]+",
      text -> text.toLowerCase(Locale.ROOT));

  /** The formats by the name that clients may ask for as a subprotocol. */
  private static final Map<String, String> SYNONYMS =
      Map.of("fanfare.raw", "raw", "fanfare.chat", "chat", "fanfare.v1.json", "json");

  final String wants;
  private final Pattern pattern;
  private final UnaryOperator<String> normal;

  Form(String wants, String pattern) {
    this(wants, pattern, text -> text);
  }

  Form(String wants, String pattern, UnaryOperator<String> normal) {
    this.wants = wants;
    this.pattern = Pattern.compile(pattern);
    this.normal = normal;
  }

  /** The text in its usual spelling; null when it does not look as it must. */
  @Nullable String read(String text) {
    String usual = normal.apply(text);
    Matcher matcher = pattern.matcher(usual);
    return matcher.matches() && holds(matcher) ? usual : null;
  }

  boolean holds(Matcher matcher) {
    return true;
  }

  private static String withoutSynonym(String text) {
    return SYNONYMS.getOrDefault(text, text);
  }
}
