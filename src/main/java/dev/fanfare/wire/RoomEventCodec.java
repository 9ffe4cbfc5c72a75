package dev.fanfare.wire;

import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Messages, signals, presence and notices on the event bus: handed over as they are within a node,
 * as length-prefixed bytes between nodes. Any thread.
 */
public final class RoomEventCodec implements MessageCodec<Event, Event> {
  /** The number is the version of the bytes. */
  public static final String NAME = "fanfare.event.1";

  private static final int MESSAGE = 1;
  private static final int SIGNAL = 2;
  private static final int PRESENCE = 3;
  private static final int NOTICE = 4;

  @Override
  public void encodeToWire(Buffer buffer, Event event) {
    byte[] bytes = encode(event);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  @Override
  public Event decodeFromWire(int pos, Buffer buffer) {
    long left = buffer.length() - pos - (long) Integer.BYTES;
    int size = left < 0 ? -1 : buffer.getInt(pos);
    if (size < 0 || size > left) {
      throw new IllegalArgumentException("An event from another node is cut off.");
    }
    int start = pos + Integer.BYTES;
    return decode(buffer.getBytes(start, start + size));
  }

  @Override
  public Event transform(Event event) {
    return event;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  static byte[] encode(Event event) {
    BinaryWriter out = new BinaryWriter(256);
    if (event instanceof Event.Message message) {
      out.octet(MESSAGE);
      PublicationCodec.write(out, message.publication());
    } else if (event instanceof Event.Signal signal) {
      out.octet(SIGNAL);
      out.room(signal.room());
      out.user(signal.from());
      out.text(signal.session());
      out.body(signal.body());
    } else if (event instanceof Event.Presence presence) {
      out.octet(PRESENCE);
      out.room(presence.room());
      out.users(presence.joined());
      out.users(presence.left());
      out.number(presence.count());
    } else if (event instanceof Event.Notice notice) {
      out.octet(NOTICE);
      out.room(notice.room());
      out.user(notice.user());
      out.text(notice.kind().name());
      out.text(notice.except());
    } else {
      throw new IllegalArgumentException(
          event.getClass().getSimpleName() + " is for one session, not for the bus");
    }
    return out.done();
  }

  static Event decode(byte[] bytes) {
    try {
      BinaryReader in = new BinaryReader(bytes);
      Event event = read(in);
      in.end();
      return event;
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(refusal.detail(), refusal);
    }
  }

  private static Event read(BinaryReader in) {
    return switch (in.octet()) {
      case MESSAGE -> new Event.Message(PublicationCodec.read(in));
      case SIGNAL -> signal(in);
      case PRESENCE -> new Event.Presence(in.room(), in.users(), in.users(), in.count());
      case NOTICE ->
          new Event.Notice(in.room(), in.user(), Event.Notice.Kind.valueOf(in.text()), in.text());
      default -> throw new IllegalArgumentException("an unknown event from another node");
    };
  }

  private static Event signal(BinaryReader in) {
    var room = in.room();
    var from = in.user();
    String session = in.text();
    return new Event.Signal(room, from, in.body(), session);
  }
}
