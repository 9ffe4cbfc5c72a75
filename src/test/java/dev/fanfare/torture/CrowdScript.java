package dev.fanfare.torture;

import dev.fanfare.message.Position;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What is said to a crowd, and what it means when it comes back. Every byte is looked at: the first
 * time by reading the JSON, later by comparing with what was read before. One thread.
 */
final class CrowdScript {
  /** A raw socket is not told the position of a message. */
  static final Position UNTOLD = new Position("untold", 0);

  private static final byte MARK = '~';
  private static final int NAME = 1 + 4 + 1 + 5;
  private static final int SHORT = 600;
  private static final int LONG = 20_000;
  private static final int LONG_ONE_IN = 8;

  private final Map<CrowdMember.Kind, Map<String, Known>> known = new HashMap<>();

  private record Known(byte[] bytes, Seen.Entry entry) {}

  CrowdScript() {
    for (CrowdMember.Kind kind : CrowdMember.Kind.values()) {
      known.put(kind, new HashMap<>());
    }
  }

  /** The n-th message of a publisher: its name, then letters that follow from it. */
  static String body(Id id) {
    String name = "~%4s-%05d".formatted(id.publisher(), id.sequence());
    int length = id.sequence() % LONG_ONE_IN == 0 ? LONG : SHORT;
    return name + Character.toString('a' + id.sequence() % 20).repeat(length - NAME);
  }

  /** What a message, an event or a frame says, or null if it is of no interest. */
  Seen.Entry read(CrowdMember.Kind kind, byte[] bytes, int from, int to) throws IOException {
    int mark = from;
    while (mark < to && bytes[mark] != MARK) {
      mark++;
    }
    if (mark + NAME > to) {
      return kind.other(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
    String name = new String(bytes, mark, NAME, StandardCharsets.ISO_8859_1);
    Known before = known.get(kind).get(name);
    if (before != null && Arrays.equals(before.bytes, 0, before.bytes.length, bytes, from, to)) {
      return before.entry;
    }
    byte[] own = Arrays.copyOfRange(bytes, from, to);
    Seen.Message message = kind.message(new String(own, StandardCharsets.UTF_8));
    known.get(kind).putIfAbsent(name, new Known(own, message));
    return message;
  }

  /** The message with this body, which must have come as it was sent. */
  static Id id(String body) {
    String name = body.substring(1, NAME);
    Id id = new Id(name.substring(0, 4).strip(), Integer.parseInt(name.substring(5)));
    if (!body(id).equals(body)) {
      throw new IllegalStateException(id + " came garbled: " + body);
    }
    return id;
  }

  static byte[] publish(String room, Id id) {
    JsonObject command = new JsonObject().put("type", "publish").put("room", room);
    command.put("ref", id.toString()).put("key", id.toString()).put("body", body(id));
    return command.toBuffer().getBytes();
  }

  static JsonObject json(byte[] bytes, int from, int to) {
    return new JsonObject(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)));
  }
}
