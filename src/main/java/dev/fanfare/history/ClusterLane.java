package dev.fanfare.history;

import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What waits on one node for one room, as {@link ClusterLanes} has it: in the order in which it
 * came. Not thread-safe.
 */
final class ClusterLane {
  private static final int BATCH_DRAFTS = 256;
  private static final long BATCH_BYTES = 256 * 1024;
  private static final int WAITING_DRAFTS = 16 * BATCH_DRAFTS;
  private static final long WAITING_BYTES = 16 * BATCH_BYTES;

  private final Deque<Call> waiting = new ArrayDeque<>();
  private final Retention retention;
  private int drafts;
  private long bytes;
  private boolean busy;

  ClusterLane(Retention retention) {
    this.retention = retention;
  }

  Retention retention() {
    return retention;
  }

  boolean isFull() {
    return drafts >= WAITING_DRAFTS || bytes >= WAITING_BYTES;
  }

  /** Whether what was taken last is under way. */
  boolean isBusy() {
    return busy;
  }

  void add(Call call) {
    waiting.add(call);
    count(call, 1);
  }

  /** At least one call if any waits, more as long as they fit into a batch. */
  List<Call> take() {
    List<Call> taken = new ArrayList<>();
    int size = 0;
    long weight = 0;
    for (Call call = waiting.peek(); call != null; call = waiting.peek()) {
      size += call.drafts.size();
      weight += call.bytes;
      if (!taken.isEmpty() && (size > BATCH_DRAFTS || weight > BATCH_BYTES)) {
        break;
      }
      taken.add(waiting.remove());
      count(call, -1);
    }
    busy = !taken.isEmpty();
    return taken;
  }

  List<Call> takeAll() {
    List<Call> taken = new ArrayList<>(waiting);
    taken.forEach(call -> count(call, -1));
    waiting.clear();
    return taken;
  }

  private void count(Call call, int sign) {
    drafts += sign * call.drafts.size();
    bytes += sign * call.bytes;
  }

  /** What somebody appends at once. */
  static final class Call {
    final CompletableFuture<List<Appended>> done = new CompletableFuture<>();
    final List<Draft> drafts;
    final long time;
    final long bytes;

    Call(List<Draft> drafts, long time) {
      this.drafts = List.copyOf(drafts);
      this.time = time;
      this.bytes = drafts.stream().mapToLong(draft -> 160L + draft.body().size()).sum();
    }

    /**
     * @param offsets as in {@link ClusterAnswer}
     */
    void answer(RoomName room, String epoch, List<Long> offsets) {
      List<Appended> appended = new ArrayList<>(drafts.size());
      for (int i = 0; i < drafts.size(); i++) {
        long offset = offsets.get(i);
        Position position = new Position(epoch, Math.abs(offset));
        appended.add(
            new Appended(position, offset < 0 ? null : publication(room, position, drafts.get(i))));
      }
      done.complete(appended);
    }

    private Publication publication(RoomName room, Position at, Draft draft) {
      return new Publication(
          room, at, time, draft.from(), draft.to(), draft.body(), draft.session());
    }
  }
}
