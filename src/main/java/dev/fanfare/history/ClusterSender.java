package dev.fanfare.history;

import com.hazelcast.map.IMap;
import dev.fanfare.history.ClusterAnswer.Kind;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
  private static final int LAST_RETRY_MILLIS = 800;

  private final Vertx vertx;
  private final IMap<String, ClusterRoom> rooms;
  private final ClusterBirths births;
  private final ClusterSweep sweep;
  private final int majority;
  private final ClusterCalls calls;
  private final LongSupplier steady;

  ClusterSender(
      Vertx vertx,
      IMap<String, ClusterRoom> rooms,
      ClusterBirths births,
      ClusterSweep sweep,
      int majority,
      ClusterCalls calls,
      LongSupplier steady) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.births = births;
    this.sweep = sweep;
    this.majority = majority;
    this.calls = calls;
    this.steady = steady;
  }

  @Override
  public CompletionStage<ClusterAnswer> send(RoomName room, ClusterBatch batch) {
    CompletableFuture<ClusterAnswer> outcome =
        new CompletableFuture<ClusterAnswer>().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    attempt(room, batch, null, FIRST_RETRY_MILLIS, outcome);
    return outcome;
  }

  private void attempt(
      RoomName room,
      ClusterBatch batch,
      @Nullable ClusterBirth birth,
      int retryMillis,
      CompletableFuture<ClusterAnswer> outcome) {
    if (outcome.isDone()) {
      return;
    }
    ClusterAppend append = new ClusterAppend(batch, majority, birth, steady);
    calls
        .askBoth(() -> rooms.submitToKey(room.value(), append))
        .whenComplete(
            (answer, failure) -> {
              if (failure == null && answer.kind() == Kind.STORED) {
                outcome.complete(answer);
              } else if (failure == null && answer.kind() == Kind.ABSENT && birth == null) {
                create(room, batch, retryMillis, outcome);
              } else {
                LOG.debug("Room {}: {} again", room, answer == null ? "" : answer.kind(), failure);
                again(room, batch, retryMillis, outcome);
              }
            });
  }

  private void create(
      RoomName room,
      ClusterBatch batch,
      int retryMillis,
      CompletableFuture<ClusterAnswer> outcome) {
    sweep
        .placeForOneMore()
        .thenCompose(yes -> births.of(room.value()))
        .whenComplete(
            (birth, failure) -> {
              if (failure == null) {
                attempt(room, batch, birth, retryMillis, outcome);
              } else if (ClusterCalls.cause(failure) instanceof Refusal refusal) {
                outcome.completeExceptionally(refusal);
              } else {
                again(room, batch, retryMillis, outcome);
              }
            });
  }

  private void again(
      RoomName room,
      ClusterBatch batch,
      int retryMillis,
      CompletableFuture<ClusterAnswer> outcome) {
    int next = Math.min(LAST_RETRY_MILLIS, 2 * retryMillis);
    vertx.setTimer(retryMillis, id -> attempt(room, batch, null, next, outcome));
  }
}
