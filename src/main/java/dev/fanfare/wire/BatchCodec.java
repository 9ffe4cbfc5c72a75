package dev.fanfare.wire;

import dev.fanfare.message.Batch;
import dev.fanfare.message.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages, signals and notices on the event bus. Presence stays within a node, see {@link
 * RosterCodec}. Any thread.
 */
public final class BatchCodec extends BusCodec<Batch> {
  public static final String NAME = "fanfare.batch";

  /** No event is shorter: its kind, and the length of a room's name. */
  private static final int LEAST = 2;

  private static final int MESSAGE = 1;
  private static final int SIGNAL = 2;
  private static final int NOTICE = 4; // 3 was presence

  public BatchCodec() {
    super(NAME);
  }

  @Override
  void write(BinaryWriter out, Batch batch) {
    out.number(batch.events().size());
    batch.events().forEach(event -> write(out, event));
  }

  @Override
  Batch read(BinaryReader in) {
    int size = in.size(LEAST);
    List<Event> events = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      events.add(event(in));
    }
    return new Batch(null, events);
  }

  private static void write(BinaryWriter out, Event event) {
    if (event instanceof Event.Message message) {
      out.octet(MESSAGE);
      PublicationForm.write(out, message.publication());
    } else if (event instanceof Event.Signal signal) {
      out.octet(SIGNAL);
      out.room(signal.room());
      out.user(signal.from());
      out.text(signal.session());
      out.body(signal.body());
    } else if (event instanceof Event.Notice notice) {
      out.octet(NOTICE);
      out.room(notice.room());
      out.user(notice.user());
      out.text(notice.kind().name());
      out.text(notice.except());
    } else {
      throw new IllegalArgumentException(event.getClass().getSimpleName() + " stays on its node");
    }
  }

  private static Event event(BinaryReader in) {
    return switch (in.octet()) {
      case MESSAGE -> new Event.Message(PublicationForm.read(in));
      case SIGNAL -> signal(in);
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
