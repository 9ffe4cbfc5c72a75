package dev.fanfare.http;

import static dev.fanfare.metrics.Count.SKIPPED;

import dev.fanfare.config.Endpoint;
import dev.fanfare.config.Endpoint.Accepts;
import dev.fanfare.wire.EndpointFormat;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Formats;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The configured endpoints of one port: each request goes to the one that accepts its kind at its
 * path. Owned by its loop.
 */
final class Endpoints {
  private final Gate gate;
  private final Formats formats;
  private final Runnable skipped;
  private final WebSocketEndpoint sockets;
  private final Polling polls;
  private final FormPosting forms;
  private final Posting posts;

  Endpoints(
      Node node,
      Gate gate,
      Formats formats,
      WebSocketEndpoint sockets,
      Polling polls,
      FormPosting forms,
      Posting posts) {
    this.gate = gate;
    this.formats = formats;
    this.skipped = node.meters().of(SKIPPED)::increment;
    this.sockets = sockets;
    this.polls = polls;
    this.forms = forms;
    this.posts = posts;
  }

  void mount(Router router, Map<String, Endpoint> endpoints) {
    Map<String, List<Mount>> paths = new LinkedHashMap<>();
    endpoints.forEach(
        (name, endpoint) -> {
          Mount mount = mount(endpoint.at(name), endpoint);
          paths.computeIfAbsent(mount.path(), path -> new ArrayList<>()).add(mount);
        });
    paths.forEach(
        (path, mounts) -> {
          Cors cors = new Cors(mounts.get(0).origins());
          router.route(path).handler(cors::handle).handler(ctx -> handle(ctx, mounts));
        });
  }

  Mount mount(String path, Endpoint endpoint) {
    return Mount.of(path, endpoint, format(endpoint), gate.origins());
  }

  private Format format(Endpoint endpoint) {
    Format named = formats.named(Objects.requireNonNullElse(endpoint.format().name(), "raw"));
    boolean own =
        endpoint.format().template() != null
            || endpoint.welcome() != null
            || endpoint.joined() != null
            || endpoint.left() != null;
    return own ? new EndpointFormat(endpoint, named, skipped) : named;
  }

  private void handle(RoutingContext ctx, List<Mount> mounts) {
    String method = ctx.request().method().name();
    Mount publish = find(mounts, Accepts.PUBLISH);
    Mount poll = find(mounts, Accepts.POLL);
    Mount socket = find(mounts, Accepts.WEBSOCKET, Accepts.PUSH);
    boolean reads = method.equals("GET") || method.equals("HEAD");
    if (reads && socket != null && WebSocketEndpoint.isUpgrade(ctx.request())) {
      sockets.handle(ctx, socket);
    } else if (reads && poll != null) {
      polls.handle(ctx, poll);
    } else if (reads && socket != null && (publish == null || hasText(socket))) {
      plain(ctx, socket);
    } else if (method.equals("POST") && publish != null) {
      publish(ctx, publish);
    } else if (method.equals("OPTIONS")) {
      Answer.options(ctx, allowed(mounts));
    } else {
      Problems.wrongMethod(ctx, allowed(mounts));
    }
  }

  private void publish(RoutingContext ctx, Mount mount) {
    if (mount.endpoint().field() == null) {
      posts.handle(ctx, mount);
    } else {
      forms.handle(ctx, mount);
    }
  }

  private static void plain(RoutingContext ctx, Mount mount) {
    String text = mount.endpoint().plain();
    if (text == null) {
      throw WebSocketEndpoint.upgradeRequired(ctx.response());
    }
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      ctx.response().end();
    } else {
      ctx.response().end(text);
    }
  }

  private static boolean hasText(Mount mount) {
    return mount.endpoint().plain() != null;
  }

  private static @Nullable Mount find(List<Mount> mounts, Accepts... ways) {
    for (Mount mount : mounts) {
      for (Accepts way : ways) {
        if (mount.endpoint().accepts().contains(way)) {
          return mount;
        }
      }
    }
    return null;
  }

  private static String allowed(List<Mount> mounts) {
    boolean publish = find(mounts, Accepts.PUBLISH) != null;
    Mount socket = find(mounts, Accepts.WEBSOCKET, Accepts.PUSH);
    boolean read = find(mounts, Accepts.POLL) != null || socket != null && hasText(socket);
    return (read ? "GET, HEAD, " : "") + (publish ? "POST, " : "") + "OPTIONS";
  }
}
