package dev.fanfare.hub;

import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Refusal;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What is said to one user: it is stored in two inboxes. */
public final class DirectMessages {
  private DirectMessages() {}

  /**
   * Stores the recipient's copy, then the sender's own, and tells where the recipient's is. When
   * only that is there, it fails, and is safe to repeat with its key; unless there is no place for
   * another inbox: then repeating would not help, and the recipient has it.
   *
   * @param own null: the sender has no inbox, or is the recipient
   */
  public static Future<Appended> publish(Hub hub, Draft message, @Nullable Draft own) {
    Future<Appended> stored = hub.publish(message);
    return own == null
        ? stored
        : stored.compose(
            appended -> hub.publish(own).map(appended).recover(no -> withoutCopy(appended, no)));
  }

  private static Future<Appended> withoutCopy(Appended appended, Throwable failure) {
    return failure instanceof Refusal refusal && refusal.code() == Code.TOO_MANY
        ? Future.succeededFuture(appended)
        : Future.failedFuture(failure);
  }
}
