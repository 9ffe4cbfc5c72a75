package dev.fanfare.history;

import com.hazelcast.map.IMap;
import dev.fanfare.history.ClusterAnswer.Kind;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a batch to its room until it is answered or patience ends; the room knows a batch that
 * comes again. Makes the room first if there is none. Any thread; nothing here waits.
 */
final class ClusterSender implements ClusterLanes.Sender {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSender.class);

  private static final int PATIENCE_SECONDS = 5;
  private static final int FIRST_RETRY_MILLIS = 50;
  private static final int LAST_RETRY_MILLIS = 200;

  private final Vertx vertx;
  private final IMap<String, ClusterRoom> rooms;
  private final ClusterBirths births;
  private final ClusterSweep sweep;
  private final int majority;
  private final ClusterCalls calls;
  private final ClusterKeeper keeper;

  ClusterSender(
      Vertx vertx,
      IMap<String, ClusterRoom> rooms,
      ClusterBirths births,
      ClusterSweep sweep,
      int majority,
      ClusterCalls calls,
      ClusterKeeper keeper) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.births = births;
    this.sweep = sweep;
    this.majority = majority;
    this.calls = calls;
    this.keeper = keeper;
  }

  @Override
  public CompletionStage<ClusterAnswer> send(RoomName room, ClusterBatch batch) {
    return new Sending(room, batch).answer();
  }

  /** One batch, from its first attempt to its answer. */
  private final class Sending {
    private final RoomName room;
    private final ClusterBatch batch;
    private final CompletableFuture<ClusterAnswer> outcome =
        new CompletableFuture<ClusterAnswer>().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    private int retryMillis = FIRST_RETRY_MILLIS;

    /** An attempt is under way, or one had no clear answer. */
    private volatile boolean maybeStored;

    Sending(RoomName room, ClusterBatch batch) {
      this.room = room;
      this.batch = batch;
    }

    CompletionStage<ClusterAnswer> answer() {
      attempt(null);
      return outcome.exceptionallyCompose(
          failure ->
              CompletableFuture.failedFuture(
                  failure instanceof TimeoutException ? noAnswer() : failure));
    }

    private void attempt(@Nullable ClusterBirth birth) {
      if (outcome.isDone()) {
        return;
      }
      boolean before = maybeStored;
      maybeStored = true;
      ClusterAppend append = new ClusterAppend(batch, majority, birth, keeper);
      calls
          .askBoth(() -> rooms.submitToKey(room.value(), append))
          .whenComplete(
              (answer, failure) -> {
                if (failure == null && answer.kind() == Kind.STORED) {
                  outcome.complete(answer);
                  return;
                }
                LOG.debug("Room {}: {} again", room, answer == null ? "" : answer.kind(), failure);
                maybeStored = before || failure != null;
                if (failure == null && answer.kind() == Kind.ABSENT && birth == null) {
                  create();
                } else {
                  again();
                }
              });
    }

    private void create() {
      sweep
          .placeForOneMore()
          .thenCompose(yes -> births.of(room.value()))
          .whenComplete(
              (birth, failure) -> {
                if (failure == null) {
                  attempt(birth);
                } else if (ClusterCalls.cause(failure) instanceof Refusal refusal) {
                  outcome.completeExceptionally(refusal);
                } else {
                  again();
                }
              });
    }

    private void again() {
      int wait = retryMillis;
      retryMillis = Math.min(LAST_RETRY_MILLIS, 2 * wait);
      vertx.setTimer(wait, id -> attempt(null));
    }

    private Refusal noAnswer() {
      return Refusal.unavailable(
          maybeStored
              ? "The nodes that keep this room do not answer: it may be stored, or not. Say it again"
                  + " with the same key, and it is stored once."
              : "Too few nodes of the cluster are here, or the room has no copy on another one yet."
                  + " Nothing was stored; try again.");
    }
  }
}
