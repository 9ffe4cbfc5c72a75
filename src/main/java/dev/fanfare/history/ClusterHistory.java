package dev.fanfare.history;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each room on one node of the cluster and a copy on another; survives the loss of any one
 * node. Callable from any thread. Nothing here waits: Hazelcast answers on threads of its own, and
 * the answers go back to the caller's context.
 *
 * <p>The way of what is said: it waits in the {@link ClusterLane} of its room and goes in a {@link
 * ClusterBatch}; {@link ClusterSender} brings that to the room's owner, where {@link ClusterAppend}
 * gives the offsets, and the backup does the same in {@link ClusterFollow}. The answer means that
 * both have it. The owner does not know that of itself: {@link ClusterTidings} tells it, with the
 * next batch or in a {@link ClusterCopied}, and {@link ClusterRead} shows no more than that.
 *
 * <p>A room begins in the epoch that {@link ClusterBirths} has at that moment. What a node keeps of
 * all rooms together is bounded by its {@link ClusterKeeper}; {@link ClusterSweep} lets idle rooms
 * go.
 */
public final class ClusterHistory implements History {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterHistory.class);

  /** So many other nodes keep what one keeps. */
  public static final int COPIES = 1;

  private static final String ROOMS = "fanfare.rooms";

  /** They travel in one piece, megabytes each. */
  private static final int ROOMS_PER_MERGE = 8;

  private static final int PATIENCE_SECONDS = 5;

  private final HazelcastInstance hazelcast;
  private final IMap<String, ClusterRoom> rooms;
  private final RetentionOf retention;
  private final int majority;
  private final ClusterCalls calls;
  private final ClusterBirths births;
  private final ClusterSweep sweep;
  private final ClusterLanes lanes;

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
    ClusterKeeper keeper = ClusterKeeper.of(hazelcast);
    this.hazelcast = hazelcast;
    this.rooms = hazelcast.getMap(ROOMS);
    this.retention = each;
    this.majority = majority;
    this.calls =
        new ClusterCalls(vertx, clocks.steady(), () -> hazelcast.getCluster().getMembers());
    this.births = new ClusterBirths(hazelcast, epochs, calls);
    this.sweep =
        new ClusterSweep(
            vertx, hazelcast, rooms, births, keeper, retention.rooms(), majority, clocks.steady());
    this.lanes =
        new ClusterLanes(
            epochs.get(),
            each,
            new ClusterTidings(
                task -> vertx.setTimer(ClusterTidings.LINGER_MILLIS, id -> task.run()), this::tell),
            new ClusterSender(vertx, rooms, births, sweep, majority, calls, keeper));
  }

  /**
   * Adds what this history needs of Hazelcast, before that is started.
   *
   * @param keeper of the rooms on the node that will be started
   */
  public static void configure(Config config, ClusterKeeper keeper) {
    keeper.addTo(config);
    ClusterTypes.addTo(config.getSerializationConfig(), keeper);
    ClusterMembers.announce(config);
    config.setProperty(
        "hazelcast.operation.backup.timeout.millis", Integer.toString(ClusterCalls.COPY_MILLIS));
    config.addMapConfig(
        new MapConfig(ROOMS)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(COPIES)
            .setMergePolicyConfig(
                new MergePolicyConfig(ClusterMerge.class.getName(), ROOMS_PER_MERGE))
            .setPerEntryStatsEnabled(false));
    config.addMapConfig(new MapConfig(ClusterBirths.MAP).setBackupCount(COPIES));
  }

  @Override
  public Future<List<Appended>> append(RoomName room, List<Draft> batch, long time) {
    return calls.here(lanes.append(room, batch, time));
  }

  @Override
  public Future<Page> after(RoomName room, Since since, int limit) {
    return calls.here(read(room, new ClusterRead(since, null, limit, majority)));
  }

  @Override
  public Future<Page> before(RoomName room, @Nullable Position before, int limit) {
    return calls.here(read(room, new ClusterRead(null, before, limit, majority)));
  }

  @Override
  public Future<Position> head(RoomName room) {
    return after(room, new Since.Now(), 1).map(Page::head);
  }

  @Override
  public boolean isSettled() {
    return ClusterBackups.areThere(hazelcast);
  }

  @Override
  public Future<Void> close() {
    sweep.close();
    return calls.here(lanes.close());
  }

  private CompletionStage<Page> read(RoomName name, ClusterRead read) {
    return calls
        .askBoth(() -> rooms.submitToKey(name.value(), read))
        .exceptionallyCompose(
            failure ->
                failure instanceof TimeoutException
                    ? calls.ask(() -> rooms.submitToKey(name.value(), read.knownOnly()))
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(
            page ->
                page != null
                    ? CompletableFuture.completedFuture(whole(page, read))
                    : absent(name, read))
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void tell(RoomName room, Position copied) {
    calls
        .ask(() -> rooms.submitToKey(room.value(), new ClusterCopied(copied)))
        .exceptionally(
            failure -> {
              LOG.debug("Room {}: its owner was not told of {}", room, copied, failure);
              return null;
            });
  }

  /**
   * Who comes with a position that is not known here, to a node that few others see, may have it
   * from those: then the room has no gap, but is not here.
   */
  private Page whole(Page page, ClusterRead read) {
    Position wanted = read.since instanceof Since.After after ? after.position() : read.before;
    boolean ahead =
        wanted != null
            && wanted.epoch().equals(page.head().epoch())
            && wanted.offset() > page.head().offset();
    if (page.gap() && ahead && !ClusterPulse.mayStore(hazelcast, majority)) {
      throw Refusal.unavailable(
          "The nodes that have the newest of this room are not here; try again.");
    }
    return page;
  }

  /**
   * A room that nobody wrote in, or one that is lost. Few nodes alone do not know: the others may
   * have it, and so it is neither empty nor lost.
   */
  private CompletionStage<Page> absent(RoomName name, ClusterRead read) {
    return births
        .of(name.value())
        .thenApply(
            birth -> {
              Page page = read.read(new RoomLog(name, birth.epoch(), retention.of(name)));
              if ((page.gap() || wantsWhatIsKept(read))
                  && !ClusterPulse.mayStore(hazelcast, majority)) {
                throw Refusal.unavailable("The nodes that have this room are not here; try again.");
              }
              return page;
            });
  }

  /** Not only what comes after the place where it is: that is told of a gap later, if need be. */
  private static boolean wantsWhatIsKept(ClusterRead read) {
    return read.since == null || read.since instanceof Since.Start;
  }
}
