package dev.fanfare.wire;

import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import org.jspecify.annotations.Nullable;

/** A wire format: what a client's message means and how an event looks. Stateless; any thread. */
public interface Format {
  /** The name in the configuration and in {@code format=}: raw, chat, json. */
  String name();

  /** The name in {@code Sec-WebSocket-Protocol}. */
  String subprotocol();

  /** Whether clients of this format get answers ({@code ack}, {@code error}) to what they send. */
  boolean answers();

  /**
   * Reads one message of a client.
   *
   * @throws dev.fanfare.message.Refusal if it is not a command of this format; carries the {@code
   *     ref} if there was one
   */
  Command decode(Payload message);

  /** How the event looks, or null if clients of this format are not told of it. */
  @Nullable Payload encode(Event event);
}
