package dev.fanfare.hub;

import dev.fanfare.config.RoomRule.SlowConsumer;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Since;
import io.vertx.core.AsyncResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session in one room: a position, and whether the session is served live. Who cannot take
 * more, or comes with an old position, is no queue but only a position: it reads on from the room's
 * recent segments, or from history page by page, until it is level with the room, and is live
 * again. Owned by the connection's loop.
 */
public final class Subscription {
  static final int PAGE = 128;
  private static final int MOST_BYTES_AT_ONCE = 64 * 1024;
  private static final long RETRY_MILLIS = 1000;

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
      session.send(new Event.Gap(room.name(), base));
      position = base;
    }
  }

  /** Goes on reading if that is possible and needed. */
  void catchUp() {
    Behind state = behind;
    if (state == null || state.reading || ended || !outbox.writable()) {
      return;
    }
    if (state.tooFar) {
      leap(state);
    }
    // A position ahead of the room may be what history just said, or what a client made up.
    if (room.ring().reaches(position) && (state.checked || !isAhead())) {
      room.ring().after(position, segment -> take(segment, state));
      if (!ended && position.offset() >= room.position().offset()) {
        becomeLevel();
      }
      return;
    }
    state.reading = true;
    session
        .hub()
        .broker()
        .history()
        .after(room.name(), new Since.After(position), PAGE)
        .onComplete(page -> read(page, state));
  }

  void end() {
    if (behind != null) {
      becomeLevel();
    }
    ended = true;
    room.remove(this);
  }

  /** Does what the room's rule says if more is waiting for the session than the limits allow. */
  void checkSlow() {
    Behind state = behind;
    if (state == null || outbox.writable()) {
      return;
    }
    long now = session.hub().clocks().steady().getAsLong();
    if (!state.becomesTooFar(room.flushedBytes(), session.hub().limits().outboundBytes(), now)) {
      return;
    }
    // Never a silent skip: who cannot be told is sent away.
    boolean tells = session.tells(new Event.Gap(room.name(), position));
    switch (tells ? room.slowConsumer() : SlowConsumer.CLOSE) {
      case CLOSE -> {
        session.hub().metrics().slowClosed().increment();
        session.close(Code.SLOW_CONSUMER, Code.SLOW_CONSUMER.text());
      }
      case SKIP -> session.hub().metrics().slowSkipped().increment();
      case LATEST -> session.hub().metrics().slowToLatest().increment();
    }
  }

  /** Sends what this session shall be told of a page; false if it could not take all of it. */
  boolean sendPublications(List<Publication> publications) {
    List<Event.Message> messages = new ArrayList<>(publications.size());
    publications.forEach(publication -> messages.add(new Event.Message(publication)));
    return send(messages);
  }

  /** From now on only the position is kept; the room has delivered so many bytes beyond it. */
  private void fallBehind(long missed) {
    behind = new Behind(room.flushedBytes() - missed);
    room.ring().fellBehind();
  }

  private void becomeLevel() {
    behind = null;
    room.ring().isLevel();
  }

  /** Leaves out what it could not take in time, and says so. */
  private void leap(Behind state) {
    Position to = room.position();
    long left = 0;
    if (room.slowConsumer() == SlowConsumer.LATEST) {
      to = room.ring().beforeNewest(to);
      left = room.ring().newestBytes();
    }
    state.leap(left, room.flushedBytes());
    if (!to.equals(position)) {
      position = to;
      session.send(new Event.Gap(room.name(), to));
    }
  }

  private boolean isAhead() {
    return position.offset() > room.position().offset();
  }

  /** Whether its next bytes are the segment's shared ones. */
  private boolean takesWhole(Segment segment) {
    return position.equals(segment.before()) && (echo || !segment.holdsOneOf(session.id()));
  }

  /** Takes what a recent segment has for it; false if it cannot take more now. */
  private boolean take(Segment segment, Behind state) {
    if (takesWhole(segment)) {
      segment.writeTo(outbox, encoding);
      position = segment.last();
      state.advance(segment.bytes(), room.flushedBytes());
    } else {
      send(segment.messages());
    }
    return !ended && outbox.writable();
  }

  private void read(AsyncResult<Page> read, Behind state) {
    state.reading = false;
    if (ended) {
      return;
    }
    if (read.failed()) {
      session.hub().after(RETRY_MILLIS, this::catchUp);
      return;
    }
    if (outbox.writable() && !state.tooFar) {
      state.checked = true;
      take(read.result());
    }
    catchUp();
  }

  private void take(Page page) {
    if (page.gap()) {
      position = page.base();
      session.send(new Event.Gap(room.name(), page.base()));
    }
    boolean all = sendPublications(page.messages());
    if (all && !page.more()) {
      position = page.head();
    }
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
      Behind state = behind;
      if (state != null) {
        state.advance(size, room.flushedBytes());
      }
      if (echo || !publication.session().equals(session.id())) {
        portion.add(message);
        bytes += size;
      }
    }
    write(portion);
    return true;
  }

  private void write(List<Event.Message> portion) {
    if (!portion.isEmpty()) {
      session.sendAll(List.copyOf(portion));
      portion.clear();
    }
  }
}
