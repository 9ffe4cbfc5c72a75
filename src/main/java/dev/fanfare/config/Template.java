package dev.fanfare.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text, or a JSON object or list, with placeholders in its texts: <code>"[${ip}]: ${text}"</code>
 * or <code>{"content": "${text}"}</code>. Checked: all of its placeholders exist.
 *
 * @param source a String, JsonObject or JsonArray that nobody changes
 */
public record Template(Object source) {
  private static final Pattern HOLE = Pattern.compile("\\$\\{([^}]*)}");

  /** A piece of a text: literal, or a placeholder. */
  public record Piece(String literal, @Nullable Placeholder hole) {}

  /** The text in pieces; what is no placeholder is literal. */
  public static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    Matcher hole = HOLE.matcher(text);
    int end = 0;
    while (hole.find()) {
      Optional<Placeholder> found = placeholder(hole.group(1));
      if (found.isEmpty()) continue;
      if (hole.start() > end) pieces.add(new Piece(text.substring(end, hole.start()), null));
      pieces.add(new Piece("", found.get()));
      end = hole.end();
    }
    if (end < text.length() || pieces.isEmpty()) pieces.add(new Piece(text.substring(end), null));
    return List.copyOf(pieces);
  }

  /** Whether the text has something in it that looks like a placeholder. */
  static boolean hasHoles(String text) {
    return HOLE.matcher(text).find();
  }

  /**
   * Tells what is wrong in the template: placeholders that are not among those that may be used.
   */
  static void check(Object source, Set<Placeholder> known, Consumer<String> wrong) {
    if (source instanceof JsonObject object) {
      object.forEach(
          entry -> {
            if (hasHoles(entry.getKey()))
              wrong.accept(
                  "\"" + entry.getKey() + "\": placeholders stand in values, not in names");
            check(entry.getValue(), known, wrong);
          });
    } else if (source instanceof JsonArray array) {
      array.forEach(element -> check(element, known, wrong));
    } else if (source instanceof String text) {
      Matcher hole = HOLE.matcher(text);
      while (hole.find()) {
        if (placeholder(hole.group(1)).filter(known::contains).isEmpty())
          wrong.accept("there is no " + hole.group() + " here; there are " + list(known));
      }
    }
  }

  static String list(Set<Placeholder> known) {
    return String.join(", ", known.stream().map(one -> "${" + one.word() + "}").toList());
  }

  private static Optional<Placeholder> placeholder(String word) {
    for (Placeholder known : Placeholder.values())
      if (known.word().equals(word)) return Optional.of(known);
    return Optional.empty();
  }
}
