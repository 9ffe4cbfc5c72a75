package dev.fanfare.http;

import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Formats;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client says when it opens a socket.
 *
 * @param room the wanted room, else the endpoint's
 * @param roomNamed whether the room is meant by its name or by the endpoint; else it is only where
 *     one begins who says nothing
 * @param since where to go on, null: live only, or {@code history}
 * @param history the last so many first
 * @param echo whether it wants its own messages back
 */
record Greeting(
    Format format,
    RoomName room,
    boolean roomNamed,
    @Nullable Since since,
    int history,
    boolean echo) {
  private static final int MOST_HISTORY = 1000;
  private static final String PROTOCOL = "Sec-WebSocket-Protocol";

  /** Reads query and offered subprotocols; refuses what is wrong in them. */
  static Greeting read(RoutingContext ctx, Mount mount, Formats formats) {
    MultiMap query = ctx.queryParams();
    String room = mount.dedicated() ? null : query.get("room");
    String since = query.get("since");
    String history = query.get("history");
    if (since != null && history != null) {
      throw Refusal.badRequest("Give since or history, not both.");
    }
    return new Greeting(
        format(query, ctx.request().headers().getAll(PROTOCOL), mount.format(), formats),
        room == null ? mount.room(ctx) : RoomName.of(room),
        room != null || mount.dedicated(),
        since == null ? null : Since.parse(since),
        history == null ? 0 : Math.min(MOST_HISTORY, count(history)),
        echo(query.get("echo"), mount.endpoint().echo()));
  }

  private static Format format(
      MultiMap query, List<String> protocolHeaders, Format usual, Formats formats) {
    if (!protocolHeaders.isEmpty()) {
      List<String> offered =
          protocolHeaders.stream()
              .flatMap(line -> Arrays.stream(line.split(",", -1)))
              .map(String::strip)
              .toList();
      return formats
          .offered(offered)
          .orElseThrow(
              () ->
                  Refusal.badRequest(
                      "None of the offered subprotocols is known: fanfare.v1.json, fanfare.raw, fanfare.chat."));
    }
    String name = query.get("format");
    return name == null ? usual : formats.named(name);
  }

  private static boolean echo(@Nullable String text, boolean otherwise) {
    if (text == null) {
      return otherwise;
    }
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw Refusal.badRequest("echo is true or false.");
    };
  }

  private static int count(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Refusal.badRequest("history is a number of messages, 0 or more.");
  }

  /** The position in {@code since}, or null. */
  @Nullable Position after() {
    return since instanceof Since.After wanted ? wanted.position() : null;
  }
}
