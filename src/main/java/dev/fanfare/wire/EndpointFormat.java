package dev.fanfare.wire;

import dev.fanfare.config.Endpoint;
import dev.fanfare.config.Notice;
import dev.fanfare.config.Template;
import dev.fanfare.message.Body;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The format of an endpoint that has a look of its own: messages by a template or a named format,
 * and the templates of what is said when somebody comes or goes. Nothing else is ever sent. Any
 * thread.
 */
public final class EndpointFormat implements Format {
  private final Format otherwise;
  private final @Nullable Rendering messages;
  private final @Nullable Rendering welcome;
  private final @Nullable Rendering joined;
  private final @Nullable Rendering left;
  private final boolean html;
  private final Runnable skipped;

  /**
   * @param otherwise the named format, for what the endpoint has no template for
   * @param skipped called for each message that the template cannot show: bytes
   */
  public EndpointFormat(Endpoint endpoint, Format otherwise, Runnable skipped) {
    Template template = endpoint.format().template();
    this.otherwise = otherwise;
    this.messages = template == null ? null : Rendering.of(template);
    this.welcome = notice(endpoint.welcome());
    this.joined = notice(endpoint.joined());
    this.left = notice(endpoint.left());
    this.html = endpoint.escape() == Endpoint.Escape.HTML;
    this.skipped = skipped;
  }

  private static @Nullable Rendering notice(@Nullable Notice notice) {
    return notice == null ? null : Rendering.of(notice.say());
  }

  @Override
  public String name() {
    return messages == null ? otherwise.name() : "template";
  }

  @Override
  public String subprotocol() {
    return otherwise.subprotocol();
  }

  @Override
  public boolean answers() {
    return false;
  }

  /** Whether what it sends is JSON. */
  public boolean json() {
    return messages != null && messages.json();
  }

  @Override
  public Command decode(Payload message) {
    if (messages == null) {
      return otherwise.decode(message);
    }
    if (message.binary()) {
      throw Refusal.badRequest("This endpoint takes text frames only.");
    }
    return new Command.Publish(null, null, null, Body.of(Body.Kind.TEXT, message.bytes()));
  }

  @Override
  public @Nullable Payload encode(Event event) {
    if (event instanceof Event.Message message) {
      return messages == null ? otherwise.encode(event) : message(messages, message.publication());
    } else if (event instanceof Event.Notice notice) {
      return switch (notice.kind()) {
        case WELCOME -> render(welcome, notice);
        case JOINED -> render(joined, notice);
        case LEFT -> render(left, notice);
      };
    }
    return messages == null ? otherwise.encode(event) : null;
  }

  private @Nullable Payload message(Rendering rendering, Publication said) {
    if (said.body().kind() == Body.Kind.BINARY) {
      skipped.run();
      return null;
    }
    return rendering.render(new Filling(said.from(), said.room(), said, html));
  }

  private @Nullable Payload render(@Nullable Rendering rendering, Event.Notice notice) {
    return rendering == null
        ? null
        : rendering.render(new Filling(notice.user(), notice.room(), null, html));
  }

  /** The public id of a user whom an endpoint knows by a number. */
  public static String numberedId(long number) {
    return Filling.id(number);
  }
}
