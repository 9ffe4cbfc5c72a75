package dev.fanfare.http;

import dev.fanfare.hub.Hub;
import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Refusal;
import dev.fanfare.wire.Utf8;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one field of a posted form, and answers with nothing but success. Owned by its loop.
 */
final class FormPosting {
  private final Hub hub;
  private final Gate gate;
  private final Visitors visitors;

  FormPosting(Hub hub, Gate gate, Visitors visitors) {
    this.hub = hub;
    this.gate = gate;
    this.visitors = visitors;
  }

  void handle(RoutingContext ctx, Mount mount) {
    HttpServerRequest request = ctx.request();
    gate.checkOrigin(request, mount.origins());
    gate.post(request);
    hub.broker().requireWritable(mount.room(ctx));
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String field = Objects.requireNonNull(mount.endpoint().field());
    RequestBody.read(ctx, hub.limits().messageBytes(), hub.limits().requestTime())
        .map(buffer -> message(field, Form.field(field, type, buffer.getBytes())))
        .compose(
            body ->
                visitors
                    .who(mount, ctx)
                    .compose(
                        who ->
                            hub.publish(
                                new Draft(mount.room(ctx), who.user(), null, body, "", null))))
        .onSuccess(stored -> ctx.response().end())
        .onFailure(failure -> Problems.notStored(ctx, failure, hub.metrics()));
  }

  private static Body message(String field, byte @Nullable [] value) {
    if (value == null) {
      throw Refusal.badRequest("The form needs the field " + field + ".");
    }
    if (!Utf8.valid(value)) {
      throw Refusal.of(Code.BAD_REQUEST, "The field " + field + " must be UTF-8.");
    }
    String text = new String(value, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw Refusal.badRequest("The field " + field + " is empty.");
    }
    return Body.text(text);
  }
}
