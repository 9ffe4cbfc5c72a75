package dev.fanfare.hub;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Since;
import io.vertx.core.AsyncResult;
import java.util.ArrayList;
import java.util.List;

/**
 * One session in one room: a position, and whether the session is served live. Who cannot take
 * more, or comes with an old position, is no queue but only a position: it reads on from the room's
 * recent messages, then from history, page by page, until it is level with the room, and is live
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
  private boolean live;
  private boolean reading;
  private boolean checked;
  private boolean ended;

  /** What the room had delivered, in bytes, when it was where this subscription is. */
  private long levelBytes;

  private long overSince = -1;

  Subscription(Session session, Room room, Position start) {
    this.session = session;
    this.room = room;
    this.outbox = session.outbox();
    this.encoding = session.encoding();
    this.echo = session.echo();
    this.position = start;
    this.levelBytes = room.flushedBytes();
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

  /** Messages of this turn of the loop. */
  void offer(Broadcast broadcast) {
    if (!live) {
      checkSlow();
    } else if (!outbox.writable()) {
      fallBehind(broadcast.messages());
    } else if (position.equals(broadcast.before())
        && (echo || !broadcast.holdsOneOf(session.id()))) {
      broadcast.writeTo(outbox, encoding);
      position = broadcast.after();
    } else {
      send(broadcast.messages());
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
    if (live) {
      session.send(new Event.Gap(room.name(), base));
      position = base;
    }
  }

  /** Goes on reading if that is possible and needed. */
  void catchUp() {
    if (live || reading || ended || !outbox.writable()) {
      return;
    }
    List<Event.Message> recent = room.recent(position);
    // A position ahead of the room may be what history just said, or what a client made up.
    if (recent != null && (checked || position.offset() <= room.position().offset())) {
      if (send(recent)) {
        live = true;
        overSince = -1;
      }
      return;
    }
    reading = true;
    session
        .hub()
        .broker()
        .history()
        .after(room.name(), new Since.After(position), PAGE)
        .onComplete(this::read);
  }

  void end() {
    ended = true;
    live = false;
    room.remove(this);
  }

  /** Ends the session if more is waiting for it than the limits allow. */
  void checkSlow() {
    if (live || outbox.writable()) {
      return;
    }
    long limit = session.hub().limits().outboundBytes();
    long waiting = room.flushedBytes() - levelBytes;
    if (limit == 0 || waiting <= limit) {
      overSince = -1;
      return;
    }
    long now = session.hub().clocks().steady().getAsLong();
    overSince = overSince < 0 ? now : overSince;
    if (waiting > 4 * limit || now - overSince > Session.SLOW_GRACE_MILLIS) {
      session.hub().metrics().slowConsumers().increment();
      session.close(Code.SLOW_CONSUMER, "slow_consumer");
    }
  }

  /**
   * From now on only the position is kept; {@code missed} is what the room has delivered beyond it.
   */
  private void fallBehind(List<Event.Message> missed) {
    live = false;
    levelBytes = room.flushedBytes();
    for (Event.Message message : missed) {
      levelBytes -= message.publication().body().size();
    }
  }

  private void read(AsyncResult<Page> read) {
    reading = false;
    if (ended) {
      return;
    }
    if (read.failed()) {
      session.hub().after(RETRY_MILLIS, this::catchUp);
      return;
    }
    checked = true;
    Page page = read.result();
    if (page.gap()) {
      position = page.base();
      session.send(new Event.Gap(room.name(), page.base()));
    }
    boolean all = sendPublications(page.messages());
    if (all && !page.more()) {
      position = page.head();
    }
    catchUp();
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
          if (live) {
            fallBehind(messages.subList(i, messages.size()));
          }
          return false;
        }
      }
      position = publication.position();
      if (!live) {
        levelBytes += size;
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
