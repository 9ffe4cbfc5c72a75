package dev.fanfare.history;

import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.history.ClusterLane.Call;
import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A lane for each room that this node writes to: one batch is under way, the rest waits and goes
 * with the next. That keeps each publisher's order when the room moves to another node, and makes
 * many small appends few. What fails takes along what waits behind it, for the same reason.
 *
 * <p>Any thread; a lane changes only inside the map's {@code compute} for its room.
 */
final class ClusterLanes {
  /** What waits and what is under way, of all rooms. */
  private static final long ALL_BYTES = 64L << 20;

  private final ConcurrentMap<RoomName, ClusterLane> lanes = new ConcurrentHashMap<>();
  private final AtomicLong allBytes = new AtomicLong();
  private final AtomicLong numbers = new AtomicLong();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final String name;
  private final RetentionOf retention;
  private final ClusterTidings tidings;
  private final Sender sender;
  private volatile boolean closing;

  /**
   * @param name drawn anew for each start of a node
   */
  ClusterLanes(String name, RetentionOf retention, ClusterTidings tidings, Sender sender) {
    this.name = name;
    this.retention = retention;
    this.tidings = tidings;
    this.sender = sender;
  }

  /** Brings one batch to its room, and tells which offsets it got. */
  interface Sender {
    CompletionStage<ClusterAnswer> send(RoomName room, ClusterBatch batch);
  }

  CompletionStage<List<Appended>> append(RoomName room, List<Draft> drafts, long time) {
    Call call = new Call(drafts, time);
    if (drafts.isEmpty()) {
      call.done.complete(List.of());
      return call.done;
    }
    Turn turn = new Turn();
    lanes.compute(
        room,
        (same, found) -> {
          if (closing) {
            turn.refused = "This server is going away. Nothing was stored; try again.";
            return found;
          }
          ClusterLane lane = found == null ? new ClusterLane(retention.of(room)) : found;
          if (lane.isFull() || allBytes.get() > ALL_BYTES) {
            turn.refused = "Too much is waiting to be stored. Nothing was stored; try again.";
            return found;
          }
          lane.add(call);
          count(call);
          turn.calls = lane.isBusy() ? List.of() : lane.take();
          turn.retention = lane.retention();
          return lane;
        });
    if (turn.refused != null) {
      call.done.completeExceptionally(Refusal.unavailable(turn.refused));
    } else if (!turn.calls.isEmpty()) {
      send(room, turn.calls, turn.retention);
    }
    return call.done;
  }

  /** Until it is answered. */
  private void count(Call call) {
    allBytes.addAndGet(call.bytes);
    CompletionStage<List<Appended>> done = call.done;
    done.whenComplete((answer, failure) -> allBytes.addAndGet(-call.bytes));
  }

  /** Completes when nothing waits and nothing is under way. */
  CompletionStage<Void> close() {
    closing = true;
    closeIfIdle();
    return closed;
  }

  private void send(RoomName room, List<Call> calls, Retention keep) {
    List<Item> items = new ArrayList<>();
    for (Call call : calls) {
      call.drafts.forEach(draft -> items.add(new Item(draft, call.time)));
    }
    ClusterBatch batch =
        new ClusterBatch(name, numbers.incrementAndGet(), tidings.take(room), keep, items);
    sender
        .send(room, batch)
        .whenComplete(
            (answer, failure) -> {
              // First the answers, then the next batch or an end to the lane: what is said after
              // this, on whatever thread, is not answered before it.
              if (failure != null) {
                calls.forEach(call -> call.done.completeExceptionally(failure));
                takeAll(room).forEach(call -> call.done.completeExceptionally(failure));
              } else {
                tidings.heard(room, answer.newest());
                answer(calls, room, answer);
                List<Call> rest = next(room);
                if (!rest.isEmpty()) {
                  send(room, rest, keep);
                }
              }
              closeIfIdle();
            });
  }

  /** What goes next; the lane is gone if nothing does. */
  private List<Call> next(RoomName room) {
    Turn turn = new Turn();
    lanes.computeIfPresent(
        room,
        (same, lane) -> {
          turn.calls = lane.take();
          return turn.calls.isEmpty() ? null : lane;
        });
    return turn.calls;
  }

  /** All that waited; the lane is gone. */
  private List<Call> takeAll(RoomName room) {
    Turn turn = new Turn();
    lanes.computeIfPresent(
        room,
        (same, lane) -> {
          turn.calls = lane.takeAll();
          return null;
        });
    return turn.calls;
  }

  private static void answer(List<Call> calls, RoomName room, ClusterAnswer answer) {
    int next = 0;
    for (Call call : calls) {
      int end = next + call.drafts.size();
      call.answer(room, answer.epoch(), answer.offsets().subList(next, end));
      next = end;
    }
  }

  private void closeIfIdle() {
    if (closing && lanes.isEmpty()) {
      closed.complete(null);
    }
  }

  /** What came out of one look at a lane. */
  private static final class Turn {
    private List<Call> calls = List.of();
    private Retention retention = new Retention(0, 0, 0, 0, 0, 0);
    private @Nullable String refused;
  }
}
