package dev.fanfare.config;

import java.util.Set;

/** One configured path and how it speaks with those who connect there. */
public record Endpoint(
    @Key(doc = "What connects here", is = "websocket") Set<Accepts> accepts,
    @Key(doc = "Room that a connection joins", is = "lobby", form = Form.ROOM) String room,
    @Key(
            doc = "Format when the client asks for none: raw, chat or json",
            is = "raw",
            form = Form.FORMAT)
        String format,
    @Key(doc = "Whether senders get their own messages too", is = "true") boolean echo) {

  public Endpoint {
    accepts = Set.copyOf(accepts);
  }

  /** A way to connect. */
  public enum Accepts {
    WEBSOCKET
  }
}
