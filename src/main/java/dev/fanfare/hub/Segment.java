package dev.fanfare.hub;

import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import java.util.List;

/**
 * Consecutive messages of one room that it delivered in one turn of the loop, with their encoded
 * forms. Owned by the loop of its {@link Room}.
 */
final class Segment {
  /** What the objects around one segment take, roughly, in bytes. */
  private static final int FRAME = 256;

  private final Position before;
  private final Position last;
  private final List<Event.Message> messages;
  private final int bytes;
  private final boolean lastOfTurn;
  private final Shared forms;
  private final long weight;
  private long counted;

  private Segment(
      Position before, List<Event.Message> messages, int bytes, long weight, boolean lastOfTurn) {
    this.before = before;
    this.last = messages.get(messages.size() - 1).publication().position();
    this.messages = messages;
    this.bytes = bytes;
    this.weight = weight;
    this.lastOfTurn = lastOfTurn;
    this.forms = new Shared(messages);
  }

  /**
   * @param head up to where the room had been delivered
   * @param messages consecutive, at least one
   * @param lastOfTurn nothing else follows for anybody in this turn
   */
  static Segment of(Position head, List<Event.Message> messages, boolean lastOfTurn) {
    Position first = messages.get(0).publication().position();
    boolean follows = head.offset() + 1 == first.offset() && head.epoch().equals(first.epoch());
    long weight = FRAME;
    for (int i = 0; i < messages.size(); i++) {
      weight += messages.get(i).publication().weight();
    }
    return new Segment(
        follows ? head : first.at(first.offset() - 1),
        messages,
        bytes(messages),
        weight,
        lastOfTurn);
  }

  /** Size of the bodies. */
  static int bytes(List<Event.Message> messages) {
    int bytes = 0;
    for (int i = 0; i < messages.size(); i++) {
      bytes += messages.get(i).publication().body().size();
    }
    return bytes;
  }

  /** The place before the first message. */
  Position before() {
    return before;
  }

  /** The place of the last message. */
  Position last() {
    return last;
  }

  /** The place before the last message. */
  Position beforeNewest() {
    int size = messages.size();
    return size == 1 ? before : messages.get(size - 2).publication().position();
  }

  /** Size of the last message's body. */
  int newestBytes() {
    return messages.get(messages.size() - 1).publication().body().size();
  }

  List<Event.Message> messages() {
    return messages;
  }

  /** Size of the bodies. */
  int bytes() {
    return bytes;
  }

  /** Whether nothing lies between a position and what is here. */
  boolean continues(Position position) {
    return position.offset() >= before.offset() && position.epoch().equals(before.epoch());
  }

  /** Whether the session sent one of the messages. */
  boolean holdsOneOf(String session) {
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).publication().session().equals(session)) {
        return true;
      }
    }
    return false;
  }

  /** Sends all of it in its own turn. */
  void deliver(Outbox outbox, Encoding encoding) {
    Chunk chunk = forms.in(encoding);
    if (chunk == null) {
      return;
    }
    if (lastOfTurn) {
      outbox.writeAndFlush(chunk);
    } else {
      outbox.write(chunk);
    }
  }

  /** Sends all of it later. */
  void writeTo(Outbox outbox, Encoding encoding) {
    forms.writeTo(outbox, encoding);
  }

  /** Gives the encoded forms back; they are made again if they are wanted again. */
  void release() {
    forms.release();
  }

  /** By how much its bytes, messages and encoded forms, have grown since the last call. */
  long growth() {
    long grown = weight + forms.bytes() - counted;
    counted += grown;
    return grown;
  }

  /** Its bytes when they were counted last. */
  long counted() {
    return counted;
  }
}
