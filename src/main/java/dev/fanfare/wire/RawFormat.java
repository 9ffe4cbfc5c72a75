package dev.fanfare.wire;

import dev.fanfare.message.Body;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import org.jspecify.annotations.Nullable;

/** Frame in, same frame out: bodies and nothing else. Any thread. */
public final class RawFormat implements Format {
  @Override
  public String name() {
    return "raw";
  }

  @Override
  public String subprotocol() {
    return "fanfare.raw";
  }

  @Override
  public boolean answers() {
    return false;
  }

  @Override
  public Command decode(Payload message) {
    Body.Kind kind = message.binary() ? Body.Kind.BINARY : Body.Kind.TEXT;
    return new Command.Publish(null, null, null, Body.of(kind, message.bytes()));
  }

  @Override
  public @Nullable Payload encode(Event event) {
    if (!(event instanceof Event.Message message)) {
      return null;
    }
    Body body = message.publication().body();
    return new Payload(body.kind() == Body.Kind.BINARY, body.bytes());
  }
}
