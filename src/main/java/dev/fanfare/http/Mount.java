package dev.fanfare.http;

import dev.fanfare.access.OriginPolicy;
import dev.fanfare.config.Endpoint;
import dev.fanfare.message.RoomName;
import dev.fanfare.wire.Envelope;
import dev.fanfare.wire.Format;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint where it is mounted: what it was configured to be, ready for use. Immutable.
 *
 * @param format how its plain clients are spoken to
 * @param origins whose pages may come
 * @param parameters of the path, in their order
 */
record Mount(
    String path, Endpoint endpoint, Format format, OriginPolicy origins, List<String> parameters) {
  static Mount of(String path, Endpoint endpoint, Format format, OriginPolicy usual) {
    OriginPolicy origins =
        endpoint.origins() == null ? usual : new OriginPolicy(endpoint.origins());
    return new Mount(path, endpoint, format, origins, Endpoint.parameters(path));
  }

  /** The room of a request: the parameters of its path stand in their places. */
  RoomName room(RoutingContext ctx) {
    return room(ctx.pathParams(), null);
  }

  /**
   * The room of a recipient, who stands where the last parameter is.
   *
   * @param path the parameters of the path
   * @param recipient null: nobody
   */
  RoomName room(Map<String, String> path, @Nullable String recipient) {
    List<String> names = names();
    String last = names.isEmpty() ? "" : names.get(names.size() - 1);
    StringBuilder room = new StringBuilder();
    Matcher hole = Endpoint.PARAMETER.matcher(endpoint.room());
    while (hole.find()) {
      String name = hole.group(1);
      String value =
          !parameters.contains(name)
              ? hole.group()
              : recipient != null && name.equals(last) ? recipient : path.getOrDefault(name, "");
      hole.appendReplacement(room, Matcher.quoteReplacement(value));
    }
    return RoomName.of(hole.appendTail(room).toString());
  }

  /** The parameters of the path that stand in the room. */
  private List<String> names() {
    return Endpoint.parameters(endpoint.room()).stream().filter(parameters::contains).toList();
  }

  /** Whether the rich protocol joins its room at once: the endpoint is there for one thing. */
  boolean dedicated() {
    return !endpoint.guests()
        || endpoint.format().template() != null
        || endpoint.joined() != null
        || endpoint.left() != null
        || endpoint.welcome() != null
        || endpoint.accepts().contains(Endpoint.Accepts.PUSH)
        || !names().isEmpty();
  }

  /** How frames name sender and recipient, or null if they do not. */
  @Nullable Envelope envelope() {
    return endpoint.to() == null && endpoint.from() == null
        ? null
        : new Envelope(endpoint.to(), endpoint.from());
  }
}
