package dev.fanfare.torture;

import dev.fanfare.crowd.Crowd;
import dev.fanfare.crowd.Link;
import dev.fanfare.crowd.Listener;
import dev.fanfare.crowd.SocketLink;
import dev.fanfare.crowd.StreamLink;
import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One who listens in a crowd, and notes what it hears. Owned by the crowd's thread. */
final class CrowdMember implements Listener {
  /** How it is connected. */
  enum Kind {
    RAW {
      @Override
      Link connect(
          int number, Crowd crowd, String room, Position since, boolean narrow, Listener listener)
          throws IOException {
        String query = "room=" + room + "&since=" + since;
        return new SocketLink(number, crowd, query, "fanfare.raw", narrow, listener);
      }

      @Override
      Seen.Message message(String text) {
        return new Seen.Message(CrowdScript.UNTOLD, CrowdScript.id(text));
      }

      @Override
      Seen.Entry other(String text) {
        throw new IllegalStateException("A raw socket was told " + text);
      }
    },
    V1 {
      @Override
      Link connect(
          int number, Crowd crowd, String room, Position since, boolean narrow, Listener listener)
          throws IOException {
        String query = "room=" + room + "&since=" + since;
        return new SocketLink(number, crowd, query, "fanfare.v1.json", narrow, listener);
      }

      @Override
      Seen.Message message(String text) {
        return said(new JsonObject(text));
      }

      @Override
      Seen.@Nullable Entry other(String text) {
        JsonObject event = new JsonObject(text);
        return switch (event.getString("type")) {
          case "gap" -> new Seen.Gap(Position.parse(event.getString("position")));
          case "error", "message" -> throw new IllegalStateException("A socket was told " + text);
          case "joined" -> event.getBoolean("recovered") ? null : new Seen.Gap(null);
          default -> null;
        };
      }
    },
    SSE {
      @Override
      Link connect(
          int number, Crowd crowd, String room, Position since, boolean narrow, Listener listener)
          throws IOException {
        return new StreamLink(number, crowd, room, since.toString(), narrow, listener);
      }

      @Override
      Seen.Message message(String text) {
        String[] lines = text.split("\n");
        Seen.Message message = said(new JsonObject(lines[2].substring("data: ".length())));
        if (!lines[0].equals("id: " + message.position()) || !lines[1].equals("event: message")) {
          throw new IllegalStateException("A stream was told " + text);
        }
        return message;
      }

      @Override
      Seen.@Nullable Entry other(String text) {
        String[] lines = text.split("\n");
        return lines.length > 1 && lines[1].equals("event: gap")
            ? new Seen.Gap(Position.parse(lines[0].substring("id: ".length())))
            : null;
      }
    };

    /**
     * @param narrow whether its kernel shall keep little of what is not read
     */
    abstract Link connect(
        int number, Crowd crowd, String room, Position since, boolean narrow, Listener listener)
        throws IOException;

    /** Reads a message. */
    abstract Seen.Message message(String text);

    /** Reads something else; null: of no interest. */
    abstract Seen.@Nullable Entry other(String text);

    private static Seen.Message said(JsonObject message) {
      return new Seen.Message(
          Position.parse(message.getString("position")), CrowdScript.id(message.getString("body")));
    }
  }

  private final Kind kind;
  private final String name;
  private final String room;
  private final boolean slow;
  private final Crowd crowd;
  private final CrowdScript script;
  private final Map<Id, Position> acked;
  private final List<Seen.Entry> seen = new ArrayList<>();
  private final List<Integer> closed = new ArrayList<>();
  private Link link;
  private int heard;
  private int gaps;
  private boolean finished;

  /**
   * @param slow whether it will stop reading now and then
   * @param acked what was acknowledged so far, and where it is
   */
  CrowdMember(
      Kind kind,
      int number,
      String room,
      Position start,
      boolean slow,
      Crowd crowd,
      CrowdScript script,
      Map<Id, Position> acked)
      throws IOException {
    this.kind = kind;
    this.name = kind + " " + number;
    this.room = room;
    this.slow = slow;
    this.crowd = crowd;
    this.script = script;
    this.acked = acked;
    this.link = kind.connect(number, crowd, room, start, slow, this);
    seen.add(new Seen.Connected(start));
  }

  Link link() {
    return link;
  }

  Kind kind() {
    return kind;
  }

  /** How many messages came. */
  int heard() {
    return heard;
  }

  int gaps() {
    return gaps;
  }

  /** The codes with which the server ended its connections. */
  List<Integer> closed() {
    return closed;
  }

  /** Whether it is at the end of all. */
  boolean finished() {
    return finished;
  }

  /** All that it saw; raw sockets at the positions that the publishers were told. */
  Seen seen() {
    return new Seen(name, seen.stream().map(this::placed).toList());
  }

  @Override
  public void heard(Link from, byte[] bytes, int start, int end) throws IOException {
    Seen.Entry entry = script.read(kind, bytes, start, end);
    if (entry == null) {
      return;
    }
    seen.add(entry);
    if (entry instanceof Seen.Message message) {
      heard++;
      finished = message.id().publisher().equals(Subscriber.LAST);
    } else if (entry instanceof Seen.Gap gap) {
      gaps++;
      finished = gap.base() != null && gap.base().equals(acked.get(CrowdPublishers.LAST));
    }
  }

  /** Comes back with its position. */
  @Override
  public void ended(Link from, int code) throws IOException {
    closed.add(code);
    Position at = at();
    link = kind.connect(from.number(), crowd, room, at, slow, this);
    seen.add(new Seen.Connected(at));
  }

  @Override
  public String toString() {
    return name + ": heard " + heard + ", closed with " + closed + ", " + gaps + " gaps";
  }

  private Position at() {
    Seen.Entry last = placed(seen.get(seen.size() - 1));
    if (last instanceof Seen.Message message) {
      return message.position();
    } else if (last instanceof Seen.Gap gap && gap.base() != null) {
      return gap.base();
    } else if (last instanceof Seen.Connected connected) {
      return connected.after();
    }
    throw new IllegalStateException(name + " was told no position after a gap");
  }

  private Seen.Entry placed(Seen.Entry entry) {
    if (!(entry instanceof Seen.Message message) || message.position() != CrowdScript.UNTOLD) {
      return entry;
    }
    Position place = acked.get(message.id());
    if (place == null) {
      throw new IllegalStateException(name + " saw " + message.id() + ", not acknowledged");
    }
    return new Seen.Message(place, message.id());
  }
}
