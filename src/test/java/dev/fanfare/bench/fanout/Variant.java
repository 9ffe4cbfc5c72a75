package dev.fanfare.bench.fanout;

import dev.fanfare.crowd.Crowd;
import dev.fanfare.crowd.Link;
import dev.fanfare.crowd.Listener;
import dev.fanfare.crowd.SocketLink;
import dev.fanfare.crowd.StreamLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the listeners listen, and where the messages are kept: {@code raw/memory} and the like. */
record Variant(Format format, String history) {
  private static final int CONNECTS_AT_ONCE = 100;
  private static final long PATIENCE_MILLIS = 30_000;

  /** What goes over a listener's connection. */
  enum Format {
    RAW {
      @Override
      Link connect(int number, Crowd crowd, String room, Listener listener) throws IOException {
        return new SocketLink(number, crowd, "room=" + room, "fanfare.raw", false, listener);
      }

      @Override
      boolean isMessage(byte[] bytes, int from) {
        return true;
      }
    },
    V1 {
      @Override
      Link connect(int number, Crowd crowd, String room, Listener listener) throws IOException {
        return new SocketLink(number, crowd, "room=" + room, "fanfare.v1.json", false, listener);
      }

      @Override
      boolean isMessage(byte[] bytes, int from) {
        return bytes[from + "{'type':'".length()] == 'm';
      }
    },
    SSE {
      @Override
      Link connect(int number, Crowd crowd, String room, Listener listener) throws IOException {
        return new StreamLink(number, crowd, room, "", false, listener);
      }

      @Override
      boolean isMessage(byte[] bytes, int from) {
        int line = from;
        while (bytes[line] != '\n') {
          line++;
        }
        return bytes[line + "\nevent: ".length()] == 'm';
      }
    };

    abstract Link connect(int number, Crowd crowd, String room, Listener listener)
        throws IOException;

    /** So many, some at a time; returns when all are open. */
    void connectAll(int count, Crowd crowd, String room, Listener listener) throws IOException {
      List<Link> links = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        links.add(connect(i, crowd, room, listener));
        if (links.size() == CONNECTS_AT_ONCE || i == count - 1) {
          crowd.awaitOpen(links, PATIENCE_MILLIS);
          links.clear();
        }
      }
    }

    /** Whether what begins there is a message, not something else that the server says. */
    abstract boolean isMessage(byte[] bytes, int from);
  }

  static Variant parse(String text) {
    String[] words = text.split("/");
    return switch (words.length == 2 ? words[1] : "") {
      case "memory", "sqlite", "cluster", "one-of-three" ->
          new Variant(Format.valueOf(words[0].toUpperCase(Locale.ROOT)), words[1]);
      default ->
          throw new IllegalArgumentException(
              "variants: "
                  + text
                  + " is not raw, v1 or sse, then / and memory, sqlite, cluster or one-of-three");
    };
  }

  @Override
  public String toString() {
    return format.name().toLowerCase(Locale.ROOT) + "/" + history;
  }
}
