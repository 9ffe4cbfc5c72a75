package dev.fanfare.hub;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session in one room: a position, and whether the session is served live. Who cannot take
 * more, or comes with an old position, is no queue but only a position, and is {@link Behind}.
 * Owned by the connection's loop.
 */
public final class Subscription {
  private static final int MOST_BYTES_AT_ONCE = 64 * 1024;

  private final Session session;
  private final Room room;
  private final Outbox outbox;
  private final Encoding encoding;
  private final boolean echo;
  private Position position;
  private int place = -1;

  /** Null while it is served live. */
  private @Nullable Behind behind;

  private boolean ended;

  Subscription(Session session, Room room, Position start) {
    this.session = session;
    this.room = room;
    this.outbox = session.outbox();
    this.encoding = session.encoding();
    this.echo = session.echo();
    this.position = start;
    fallBehind(0);
  }

  Session session() {
    return session;
  }

  Room room() {
    return room;
  }

  /** The last message that this session has been sent, or from where it was. */
  Position position() {
    return position;
  }

  /** Where it stands in its room's audience, -1: nowhere. */
  int place() {
    return place;
  }

  void place(int taken) {
    place = taken;
  }

  /** What the room delivers in this turn of the loop. */
  void offer(Segment segment) {
    if (behind != null) {
      checkSlow();
    } else if (!outbox.writable()) {
      fallBehind(segment.bytes());
    } else if (takesWhole(segment)) {
      segment.deliver(outbox, encoding);
      position = segment.last();
    } else if (segment.continues(position)) {
      send(segment.messages());
    } else {
      // Something between was never offered to it.
      fallBehind(segment.bytes());
      session.hub().later(this::catchUp);
    }
  }

  /** Something beside the stream; who is behind in writing misses it. */
  void notice(Shared event) {
    if (outbox.writable()) {
      event.writeTo(outbox, encoding);
    }
  }

  /** The room's stream goes on elsewhere. */
  void gap(Position base) {
    if (behind == null) {
      leapOnTo(base);
    } else {
      session.hub().later(this::catchUp); // may be there already, and wait for the room
    }
  }

  /** Goes on reading if that is possible and needed. */
  void catchUp() {
    try {
      if (behind != null) {
        behind.readOn();
      }
    } catch (RuntimeException | OutOfMemoryError failure) {
      room.failed(this, failure);
    }
  }

  /** Looks whether it is too far behind. */
  void checkSlow() {
    if (behind != null) {
      behind.check();
    }
  }

  /** What lies between it and its room, in bytes. */
  long owes() {
    return behind == null ? 0 : behind.owes();
  }

  /** Is treated as too slow if it is behind at all; false if it is not. */
  boolean giveWay() {
    if (behind != null) {
      behind.giveWay();
    }
    return behind != null;
  }

  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
    becomeLevel();
    room.remove(this);
  }

  /** From now on it is served live, or not at all. */
  void becomeLevel() {
    if (behind != null) {
      behind = null;
      room.ring().isLevel();
    }
  }

  /** From now on only the position is kept; the room has delivered so many bytes beyond it. */
  private void fallBehind(long missed) {
    behind = new Behind(this, session, room, missed);
    room.ring().fellBehind();
  }

  /** Whether its next bytes are the segment's shared ones. */
  private boolean takesWhole(Segment segment) {
    return position.equals(segment.before()) && (echo || !segment.holdsOneOf(session.id()));
  }

  /** Takes what a recent segment has for it; false if it cannot take more now. */
  boolean take(Segment segment) {
    if (takesWhole(segment)) {
      segment.writeTo(outbox, encoding);
      position = segment.last();
      advance(segment.bytes());
    } else {
      send(segment.messages());
    }
    return !ended && outbox.writable();
  }

  /** Takes a page of history. */
  void take(Page page) {
    if (page.gap()) {
      leap(page.base());
    }
    boolean all = sendPublications(page.messages());
    if (all && !page.more()) {
      position = page.head();
    }
  }

  /**
   * Goes on from further ahead, and says so. It may be there already: what it read from history may
   * be more than the room has delivered.
   */
  void leapOnTo(Position to) {
    if (Waiters.isAfter(to, position)) {
      leap(to);
    }
  }

  private void leap(Position to) {
    position = to;
    session.send(new Event.Gap(room.name(), to));
  }

  /** Sends what this session shall be told of a page; false if it could not take all of it. */
  boolean sendPublications(List<Publication> publications) {
    List<Event.Message> messages = new ArrayList<>(publications.size());
    publications.forEach(publication -> messages.add(new Event.Message(publication)));
    return send(messages);
  }

  /**
   * Sends, in portions, what lies after the own position; false if the session could not take all
   * of it: then it is behind.
   */
  private boolean send(List<Event.Message> messages) {
    List<Event.Message> portion = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < messages.size(); i++) {
      Event.Message message = messages.get(i);
      Publication publication = message.publication();
      int size = publication.body().size();
      if (publication.position().epoch().equals(position.epoch())
          && publication.offset() <= position.offset()) {
        continue;
      }
      if (bytes > 0 && bytes + size > MOST_BYTES_AT_ONCE) {
        write(portion);
        bytes = 0;
        if (!outbox.writable()) {
          if (behind == null && !ended) {
            fallBehind(Segment.bytes(messages.subList(i, messages.size())));
          }
          return false;
        }
      }
      position = publication.position();
      advance(size);
      if (echo || !publication.session().equals(session.id())) {
        portion.add(message);
        bytes += size;
      }
    }
    write(portion);
    return true;
  }

  private void advance(int bytes) {
    if (behind != null) {
      behind.advance(bytes);
    }
  }

  private void write(List<Event.Message> portion) {
    if (!portion.isEmpty()) {
      session.sendAll(List.copyOf(portion));
      portion.clear();
    }
  }
}
