package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the number of rooms within bounds: trims them and forgets idle ones once a minute, and
 * refuses a new one when there are too many. Any thread; what waits for Hazelcast does so on a
 * worker.
 */
final class ClusterSweep {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSweep.class);

  /** As long as there are fewer, forgotten rooms are not worth a new epoch. */
  private static final int IDLE_ROOMS_TO_SWEEP = 1_000;

  private static final long SWEEP_MILLIS = 60_000;
  private static final long SWEEP_WHEN_FULL_MILLIS = 1_000;

  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final IMap<String, ClusterRoom> rooms;
  private final ClusterBirths births;
  private final ClusterKeeper keeper;
  private final int mostRooms;
  private final int majority;
  private final LongSupplier steady;
  private final Executor blocking;
  private final long timer;
  private final Rhythm whenFull = new Rhythm(SWEEP_WHEN_FULL_MILLIS, Rhythm.NEVER);
  private final AtomicInteger roomsAtMost = new AtomicInteger(Integer.MAX_VALUE);
  private CompletableFuture<Integer> counting = CompletableFuture.completedFuture(0);

  /**
   * @param mostRooms 0: no matter
   * @param majority so many nodes must be there to forget rooms
   * @param steady milliseconds, from anywhere
   */
  ClusterSweep(
      Vertx vertx,
      HazelcastInstance hazelcast,
      IMap<String, ClusterRoom> rooms,
      ClusterBirths births,
      ClusterKeeper keeper,
      int mostRooms,
      int majority,
      LongSupplier steady) {
    this.vertx = vertx;
    this.hazelcast = hazelcast;
    this.rooms = rooms;
    this.births = births;
    this.keeper = keeper;
    this.mostRooms = mostRooms;
    this.majority = majority;
    this.steady = steady;
    this.blocking = task -> vertx.executeBlocking(() -> done(task), false);
    this.timer = vertx.setPeriodic(SWEEP_MILLIS, id -> sweepForAll());
  }

  /**
   * Counts rooms only when there may be too many: that asks every node. As long as the rooms that
   * were counted and what each node may have added since are few, there cannot.
   */
  CompletionStage<Void> placeForOneMore() {
    int few = mostRooms / 4 / hazelcast.getCluster().getMembers().size();
    if (mostRooms == 0 || roomsAtMost.get() < few && roomsAtMost.incrementAndGet() > 0) {
      return CompletableFuture.completedFuture(null);
    }
    return counted()
        .thenAccept(
            size -> {
              if (size >= mostRooms || roomsAtMost.incrementAndGet() > mostRooms) {
                throw Refusal.of(
                    Code.TOO_MANY,
                    "There are " + mostRooms + " rooms already; use one of those, or wait.");
              }
            });
  }

  /** All who want to know it while it is being found out share one answer. */
  private synchronized CompletionStage<Integer> counted() {
    if (counting.isDone()) {
      counting = CompletableFuture.supplyAsync(this::count, blocking);
    }
    return counting;
  }

  private int count() {
    int size = rooms.size();
    if (size >= mostRooms && whenFull.isDue(steady.getAsLong())) {
      sweep(1);
      size = rooms.size();
    }
    roomsAtMost.set(size);
    return size;
  }

  /** No more from now on. */
  void close() {
    vertx.cancelTimer(timer);
  }

  /** The oldest node does it for all; each lets go what moved to other nodes. */
  private void sweepForAll() {
    vertx
        .executeBlocking(
            () -> {
              roomsAtMost.set(Integer.MAX_VALUE); // count again
              keeper.letGoOfWhatMoved(hazelcast);
              if (hazelcast.getCluster().getMembers().iterator().next().localMember()) {
                sweep(IDLE_ROOMS_TO_SWEEP);
              }
              return true;
            },
            false)
        .onFailure(failure -> LOG.warn("Idle rooms stay for another minute", failure));
  }

  /** Trims all rooms, and forgets the idle ones if there are enough of them. Blocks. */
  private void sweep(int enough) {
    if (hazelcast.getCluster().getMembers().size() < majority) {
      return;
    }
    Set<String> idle = rooms.executeOnEntries(new ClusterTrim()).keySet();
    if (idle.size() >= enough) {
      births.renew(idle); // before the first of them can come back
      rooms.submitToKeys(idle, new ClusterForget()).toCompletableFuture().join();
    }
  }

  private static boolean done(Runnable task) {
    task.run();
    return true;
  }
}
