package dev.fanfare.hub;

import dev.fanfare.history.History;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pages for those who come into rooms. Of the same page one reading is under way; all who ask for
 * it meanwhile get what the next one brings, so nobody is given less than there was when they
 * asked. Thousands who come back to one room with one position cost a few readings. Owned by the
 * loop.
 */
public final class Reads {
  private final History history;
  private final Consumer<Runnable> later;
  private final Map<Wanted, List<Promise<Page>>> underWay = new HashMap<>();

  /**
   * @param since null: backwards
   * @param before null: forwards, or from the newest
   */
  private record Wanted(
      RoomName room, @Nullable Since since, @Nullable Position before, int limit) {}

  /**
   * @param later runs something in a turn of its own
   */
  Reads(History history, Consumer<Runnable> later) {
    this.history = history;
    this.later = later;
  }

  /** See {@link History#after}. */
  public Future<Page> after(RoomName room, Since since, int limit) {
    return read(new Wanted(room, since, null, limit), () -> history.after(room, since, limit));
  }

  /** See {@link History#before}. */
  public Future<Page> before(RoomName room, @Nullable Position before, int limit) {
    return read(new Wanted(room, null, before, limit), () -> history.before(room, before, limit));
  }

  private Future<Page> read(Wanted wanted, Supplier<Future<Page>> reading) {
    List<Promise<Page>> waiting = underWay.get(wanted);
    if (waiting != null) {
      Promise<Page> promise = Promise.promise();
      waiting.add(promise);
      return promise.future();
    }
    Future<Page> page = reading.get();
    if (!page.isComplete()) {
      underWay.put(wanted, new ArrayList<>());
      page.onComplete(read -> next(wanted, reading));
    }
    return page;
  }

  private void next(Wanted wanted, Supplier<Future<Page>> reading) {
    List<Promise<Page>> waiting = underWay.remove(wanted);
    if (waiting != null && !waiting.isEmpty()) {
      read(wanted, reading).onComplete(read -> answer(waiting, read));
    }
  }

  /** Each in a turn of its own: what they do with it takes time. */
  private void answer(List<Promise<Page>> waiting, AsyncResult<Page> read) {
    waiting.forEach(promise -> later.accept(() -> promise.handle(read)));
  }
}
