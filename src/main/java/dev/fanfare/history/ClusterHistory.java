package dev.fanfare.history;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.fanfare.history.ClusterAnswer.Kind;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each room on one node of the cluster and a copy on another; survives the loss of any one
 * node. Callable from any thread. Nothing here waits: Hazelcast answers on threads of its own, and
 * the answers go back to the caller's context.
 *
 * <p>The room's owner gives the offsets, in {@link ClusterAppend}. A room begins in the epoch that
 * the map {@code fanfare.epochs} has at that moment, so that {@code <epoch>-0} is true of it before
 * it exists. Before idle rooms are forgotten that epoch is drawn anew, and a node asks for it only
 * after it heard that the room is absent: no position is ever given twice.
 */
public final class ClusterHistory implements History {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterHistory.class);

  private static final String ROOMS = "fanfare.rooms";
  private static final String EPOCHS = "fanfare.epochs";
  private static final String NEW_ROOMS = "new rooms";

  /** They travel in one piece, megabytes each. */
  private static final int ROOMS_PER_MERGE = 8;

  private static final int PATIENCE_SECONDS = 5;
  private static final int COPY_MILLIS = 1_000;
  private static final int COPY_MARGIN_MILLIS = 100;
  private static final int FIRST_RETRY_MILLIS = 50;
  private static final int LAST_RETRY_MILLIS = 800;

  /** As long as there are fewer, forgotten rooms are not worth a new epoch. */
  private static final int IDLE_ROOMS_TO_SWEEP = 1_000;

  private static final long SWEEP_MILLIS = 60_000;
  private static final long SWEEP_WHEN_FULL_MILLIS = 1_000;

  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final IMap<String, ClusterRoom> rooms;
  private final IMap<String, String> births;
  private final RetentionOf retention;
  private final int mostRooms;
  private final int majority;
  private final Clocks clocks;
  private final Supplier<String> epochs;
  private final ClusterLanes lanes;
  private final Executor blocking;
  private final AtomicLong nextSweep;
  private final AtomicLong nextSweepWhenFull = new AtomicLong(Long.MIN_VALUE);
  private final AtomicInteger roomsAtMost = new AtomicInteger(Integer.MAX_VALUE);

  /**
   * @param hazelcast made from a configuration that {@link #configure} was applied to
   * @param retention for all rooms together
   * @param each for each room
   * @param majority so many nodes must be there to write; 1: no matter
   * @param epochs never gives the same twice, on any node
   */
  public ClusterHistory(
      Vertx vertx,
      HazelcastInstance hazelcast,
      Retention retention,
      RetentionOf each,
      int majority,
      Clocks clocks,
      Supplier<String> epochs) {
    this.vertx = vertx;
    this.hazelcast = hazelcast;
    this.rooms = hazelcast.getMap(ROOMS);
    this.births = hazelcast.getMap(EPOCHS);
    this.retention = each;
    this.mostRooms = retention.rooms();
    this.majority = majority;
    this.clocks = clocks;
    this.epochs = epochs;
    this.lanes = new ClusterLanes(epochs.get(), each, this::send);
    this.blocking = task -> vertx.executeBlocking(() -> done(task), false);
    this.nextSweep = new AtomicLong(now() + SWEEP_MILLIS);
  }

  /** Adds what this history needs of Hazelcast, before that is started. */
  public static void configure(Config config) {
    ClusterTypes.addTo(config.getSerializationConfig());
    config.setProperty("hazelcast.operation.backup.timeout.millis", Integer.toString(COPY_MILLIS));
    config.addMapConfig(
        new MapConfig(ROOMS)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(1)
            .setMergePolicyConfig(
                new MergePolicyConfig(ClusterMerge.class.getName(), ROOMS_PER_MERGE))
            .setPerEntryStatsEnabled(false));
    config.addMapConfig(new MapConfig(EPOCHS).setBackupCount(1));
  }

  @Override
  public Future<List<Appended>> append(RoomName room, List<Draft> batch, long now) {
    sweepNowAndThen();
    return here(lanes.append(room, batch, now));
  }

  @Override
  public Future<Page> after(RoomName room, Since since, int limit) {
    return here(read(room, ClusterRead.after(since, limit, now())));
  }

  @Override
  public Future<Page> before(RoomName room, @Nullable Position before, int limit) {
    return here(read(room, ClusterRead.before(before, limit, now())));
  }

  @Override
  public Future<Position> head(RoomName room) {
    return after(room, new Since.Now(), 1).map(Page::head);
  }

  @Override
  public Future<Void> close() {
    return here(lanes.close());
  }

  private CompletionStage<Page> read(RoomName name, ClusterRead read) {
    return attempt(() -> rooms.submitToKey(name.value(), read))
        .thenCompose(
            page ->
                page != null
                    ? CompletableFuture.completedFuture(page)
                    : birth().thenApply(epoch -> read.read(empty(name, epoch))))
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private RoomLog empty(RoomName name, String epoch) {
    return new RoomLog(name, epoch, retention.of(name));
  }

  /** Sends the batch until it is answered or patience ends. It may be sent again at any time. */
  private CompletionStage<ClusterAnswer> send(RoomName room, ClusterBatch batch) {
    CompletableFuture<ClusterAnswer> outcome =
        new CompletableFuture<ClusterAnswer>().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    attempt(room, batch, null, FIRST_RETRY_MILLIS, outcome);
    return outcome;
  }

  private void attempt(
      RoomName room,
      ClusterBatch batch,
      @Nullable String epoch,
      int retryMillis,
      CompletableFuture<ClusterAnswer> outcome) {
    if (outcome.isDone()) {
      return;
    }
    ClusterAppend append = new ClusterAppend(batch, majority, epoch);
    long sent = clocks.steady().getAsLong();
    attempt(
            () ->
                rooms
                    .submitToKey(room.value(), append)
                    .thenApply(answer -> confirmed(answer, sent)))
        .whenComplete(
            (answer, failure) -> {
              if (failure == null && answer.kind() == Kind.STORED) {
                outcome.complete(answer);
              } else if (failure == null && answer.kind() == Kind.ABSENT) {
                create(room, batch, retryMillis, outcome);
              } else {
                LOG.debug("Room {}: {} again", room, answer == null ? "" : answer.kind(), failure);
                vertx.setTimer(
                    retryMillis, id -> attempt(room, batch, null, longer(retryMillis), outcome));
              }
            });
  }

  /**
   * Hazelcast answers without the copy's confirmation when that takes too long. It can be told to
   * fail then, but only for everything: Vert.x' registrations would be lost for good when a node
   * joins. So such an answer counts for nothing here, and the batch goes again.
   */
  private ClusterAnswer confirmed(ClusterAnswer answer, long sent) {
    if (clocks.steady().getAsLong() - sent > COPY_MILLIS - COPY_MARGIN_MILLIS) {
      throw new CompletionException(new TimeoutException("The copy may not have got the batch"));
    }
    return answer;
  }

  private void create(
      RoomName room,
      ClusterBatch batch,
      int retryMillis,
      CompletableFuture<ClusterAnswer> outcome) {
    placeForOneMore()
        .thenCompose(yes -> birth())
        .whenComplete(
            (epoch, failure) -> {
              if (failure == null) {
                attempt(room, batch, epoch, retryMillis, outcome);
              } else if (cause(failure) instanceof Refusal refusal) {
                outcome.completeExceptionally(refusal);
              } else {
                vertx.setTimer(
                    retryMillis, id -> attempt(room, batch, null, longer(retryMillis), outcome));
              }
            });
  }

  /** The epoch in which new rooms begin. */
  private CompletionStage<String> birth() {
    return attempt(() -> births.submitToKey(NEW_ROOMS, new ClusterEpoch(epochs.get())));
  }

  /** Counts rooms only when there may be too many: that asks every node. */
  private CompletionStage<Void> placeForOneMore() {
    if (mostRooms == 0 || roomsAtMost.get() < mostRooms / 4 && roomsAtMost.incrementAndGet() > 0) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> {
          if (rooms.size() >= mostRooms && isDue(nextSweepWhenFull, SWEEP_WHEN_FULL_MILLIS)) {
            sweep(1);
          }
          int size = rooms.size();
          if (size >= mostRooms) {
            throw Refusal.of(
                Code.TOO_MANY,
                "There are " + mostRooms + " rooms already; use one of those, or wait.");
          }
          roomsAtMost.set(size);
        },
        blocking);
  }

  /** The oldest node does it for all. */
  private void sweepNowAndThen() {
    if (isDue(nextSweep, SWEEP_MILLIS)) {
      vertx
          .executeBlocking(
              () -> {
                roomsAtMost.set(Integer.MAX_VALUE); // count again
                if (hazelcast.getCluster().getMembers().iterator().next().localMember()) {
                  sweep(IDLE_ROOMS_TO_SWEEP);
                }
                return true;
              },
              false)
          .onFailure(failure -> LOG.warn("Idle rooms stay for another minute", failure));
    }
  }

  private boolean isDue(AtomicLong next, long every) {
    long now = now();
    long due = next.get();
    return now >= due && next.compareAndSet(due, now + every);
  }

  /** Trims all rooms, and forgets the idle ones if there are enough of them. Blocks. */
  private void sweep(int enough) {
    Set<Member> there = hazelcast.getCluster().getMembers();
    if (there.size() < majority) {
      return;
    }
    long now = now();
    Set<String> idle = rooms.executeOnEntries(new ClusterIdle(false, now)).keySet();
    if (idle.size() >= enough) {
      births.set(NEW_ROOMS, epochs.get()); // before the first of them can come back
      rooms.submitToKeys(idle, new ClusterIdle(true, now)).toCompletableFuture().join();
    }
  }

  /** Brings an answer to the context that asked, and a failure into words. */
  private <T> Future<T> here(CompletionStage<T> stage) {
    Context caller = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    stage.whenComplete(
        (value, failure) ->
            caller.runOnContext(
                now -> {
                  if (failure == null) {
                    promise.complete(value);
                  } else {
                    promise.fail(Refusal.from(cause(failure)));
                  }
                }));
    return promise.future();
  }

  /**
   * Asks Hazelcast, and goes on where we are now: its own threads may not ask it again. It throws
   * some failures instead of answering with them.
   */
  private <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> call) {
    Context context = vertx.getOrCreateContext();
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      call.get()
          .whenComplete(
              (value, failure) ->
                  context.runOnContext(
                      now -> {
                        if (failure == null) {
                          answer.complete(value);
                        } else {
                          answer.completeExceptionally(cause(failure));
                        }
                      }));
    } catch (RuntimeException failure) {
      answer.completeExceptionally(failure);
    }
    return answer;
  }

  private long now() {
    return clocks.wall().getAsLong();
  }

  private static int longer(int millis) {
    return Math.min(LAST_RETRY_MILLIS, 2 * millis);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static boolean done(Runnable task) {
    task.run();
    return true;
  }
}
