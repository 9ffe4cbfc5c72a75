package dev.fanfare.http;

import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.Since;
import io.vertx.core.MultiMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reader asks for.
 *
 * @param waitMillis null: do not wait and say so
 * @param known the position in {@code If-None-Match}, if there is one
 */
record ReadQuery(
    @Nullable Since since,
    @Nullable Position before,
    int limit,
    @Nullable Long waitMillis,
    @Nullable Position known) {
  static final int MOST = 1_000;
  private static final int USUAL = 50;
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,30})(?:\\.([0-9]{1,9}))?");
  private static final Pattern TAG = Pattern.compile("\"([a-z0-9]{1,32}-[0-9]{1,18})\"");

  /** Refuses what is wrong; what is too much is made less. */
  static ReadQuery read(MultiMap query, @Nullable String ifNoneMatch, long mostWaitMillis) {
    String since = query.get("since");
    String before = query.get("before");
    if (since != null && before != null) {
      throw Refusal.badRequest("Give since or before, not both.");
    }
    String wait = query.get("wait");
    return new ReadQuery(
        since == null ? null : Since.parse(since),
        before == null ? null : Position.parse(before),
        count("limit", query.get("limit"), USUAL),
        wait == null ? null : Math.min(mostWaitMillis, millis(wait)),
        ifNoneMatch == null ? null : tag(ifNoneMatch));
  }

  /** A number of messages, at most {@link #MOST}. */
  static int count(String name, @Nullable String text, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    Matcher number = NUMBER.matcher(text);
    if (!number.matches() || number.group(2) != null) {
      throw Refusal.badRequest(name + " must be a whole number from 0 to " + MOST + ".");
    }
    return text.length() > 9 ? MOST : Math.min(MOST, Integer.parseInt(text));
  }

  private static long millis(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw Refusal.badRequest("wait must be a number of seconds, such as 30 or 0.5.");
    }
    if (number.group(1).length() > 9) {
      return Long.MAX_VALUE;
    }
    return (long) (Double.parseDouble(text) * 1_000);
  }

  /** The first position in the list; other tags are none of ours and match nothing. */
  private static @Nullable Position tag(String list) {
    Matcher tag = TAG.matcher(list);
    return tag.find() ? Position.parse(tag.group(1)) : null;
  }
}
