package dev.fanfare.http;

import dev.fanfare.history.History.Page;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.wire.HttpJson;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Pages of rooms as JSON. All who are answered with the same page in one turn of the loop, as those
 * who waited for it are, share what was encoded for the first. Owned by its loop.
 */
final class SharedPages {
  private final LoopTurn turn;
  private @Nullable Encoded last;

  private record Encoded(Key key, Buffer json) {}

  /** What makes two pages the same: a position names one message for ever. */
  private record Key(
      RoomName room,
      Position next,
      @Nullable Position first,
      int messages,
      boolean more,
      boolean gap) {}

  SharedPages(LoopTurn turn) {
    this.turn = turn;
  }

  /**
   * The JSON of a page, to be read only.
   *
   * @param next what to hand back next
   */
  Buffer json(RoomName room, Position next, Page page) {
    Key key =
        new Key(
            room,
            next,
            page.messages().isEmpty() ? null : page.messages().get(0).position(),
            page.messages().size(),
            page.more(),
            page.gap());
    Encoded known = last;
    if (known == null) {
      turn.atEnd(() -> last = null);
    } else if (known.key.equals(key)) {
      return known.json;
    }
    Buffer json =
        Buffer.buffer(HttpJson.page(room, next, page.messages(), page.more(), page.gap()));
    last = new Encoded(key, json);
    return json;
  }
}
