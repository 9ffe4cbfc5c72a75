package dev.fanfare.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.config.Placeholder;
import dev.fanfare.message.Body;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the placeholders of a template stand for.
 *
 * @param user the sender, or who came or went
 * @param said null: nobody said anything
 * @param html whether text and names may end up in a page as markup: then they are escaped
 */
record Filling(User user, RoomName room, @Nullable Publication said, boolean html) {
  /** Before the number in the id of a user who is known by a number. */
  private static final String NUMBERED = "n";

  /** The largest integer that every JSON reader keeps exactly. */
  private static final long LARGEST = (1L << 53) - 1;

  /** The public id of a user who is known by that number. */
  static String id(long number) {
    return NUMBERED + number;
  }

  /** As part of a text. */
  String text(Placeholder hole) {
    return switch (hole) {
      case TEXT -> safe(said == null ? "" : said.body().asText());
      case IP, NAME -> safe(user.name());
      case ID -> user.id();
      case NUMBER -> Long.toString(number());
      case ROOM -> room.value();
      case POSITION -> said == null ? "" : said.position().toString();
      case TIME -> said == null ? "" : Long.toString(said.time());
    };
  }

  /** As a JSON value of its own kind. */
  void write(Placeholder hole, JsonGenerator json) throws IOException {
    if (hole == Placeholder.NUMBER) {
      json.writeNumber(number());
    } else if (hole == Placeholder.TIME && said != null) {
      json.writeNumber(said.time());
    } else if (hole == Placeholder.TEXT && !html && isJson()) {
      // Line separators are only ever inside strings, where they may be escaped.
      json.writeRawValue(text(hole).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"));
    } else {
      json.writeString(text(hole));
    }
  }

  private boolean isJson() {
    return said != null && said.body().kind() == Body.Kind.JSON;
  }

  private long number() {
    String id = user.id();
    if (!id.startsWith(NUMBERED)) {
      return 0;
    }
    try {
      long number = Long.parseLong(id, NUMBERED.length(), id.length(), 10);
      return number >= 0 && number <= LARGEST ? number : 0;
    } catch (NumberFormatException other) {
      return 0;
    }
  }

  private String safe(String text) {
    return html
        ? text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;")
        : text;
  }
}
