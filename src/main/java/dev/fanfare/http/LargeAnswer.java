package dev.fanfare.http;

import dev.fanfare.hub.Debtor;
import dev.fanfare.hub.Hub;
import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** An answer that waits as long as its client does not read it. Owned by its loop. */
final class LargeAnswer implements Debtor {
  /** The kernel takes less than this at once. */
  private static final int LARGE = 16 * 1024;

  private static final long RETRY_MILLIS = 1_000;

  private final RoutingContext ctx;
  private final int bytes;
  private boolean reminded;

  private LargeAnswer(RoutingContext ctx, int bytes) {
    this.ctx = ctx;
    this.bytes = bytes;
  }

  /** Sends JSON, or {@code unavailable} if so much waits for others that it has no place. */
  static void send(RoutingContext ctx, Buffer json, Hub hub) {
    int bytes = json.length();
    if (bytes < LARGE) {
      Answer.json(ctx, 200, json);
      return;
    }
    if (!hub.backlog().takes(bytes)) {
      Problems.answer(
          ctx,
          Refusal.of(
                  Code.UNAVAILABLE,
                  "Too much waits for clients that do not read; ask again, or for less (limit=).")
              .retryAfter(RETRY_MILLIS));
      return;
    }
    LargeAnswer answer = new LargeAnswer(ctx, bytes);
    hub.backlog().change(bytes);
    hub.add(answer);
    Answer.json(ctx, 200, json)
        .onComplete(
            sent -> {
              hub.remove(answer);
              hub.backlog().change(-bytes);
            });
  }

  /** Gets time at first: its client may be reading. */
  @Override
  public long remind() {
    if (!reminded) {
      reminded = true;
      return 0;
    }
    return bytes;
  }

  @Override
  public long waiting() {
    return bytes;
  }

  @Override
  public void giveWay() {
    cut();
  }

  @Override
  public void cut() {
    VertxInternals.cut(ctx.request().connection());
  }
}
