package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Since;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a room when the halves of a split cluster meet. The larger half is right: only
 * there something could be acknowledged. What the other stored while it did not know that it was
 * alone has no copy, so it was shown to nobody, and goes. Where the other has shown something else,
 * which it can if a minority may store, the room begins a new life, and no position has two
 * meanings. Called by the thread of the room's partition, in the larger half.
 */
public final class ClusterMerge
    implements SplitBrainMergePolicy<ClusterRoom, MergingValue<ClusterRoom>, Object> {
  private final Supplier<String> epochs;

  /** For Hazelcast. */
  public ClusterMerge() {
    this(new Epochs(new SecureRandom()));
  }

  ClusterMerge(Supplier<String> epochs) {
    this.epochs = epochs;
  }

  @Override
  public Object merge(
      MergingValue<ClusterRoom> other, @Nullable MergingValue<ClusterRoom> existing) {
    return existing == null ? other.getRawValue() : merge(other.getValue(), existing.getValue());
  }

  ClusterRoom merge(ClusterRoom other, ClusterRoom ours) {
    boolean sameLife = other.head().epoch().equals(ours.head().epoch());
    return !sameLife || isPrefix(other.snapshot(), other.copied(), ours.snapshot())
        ? ours.counted() // instead of the other, which counted when it was read
        : ours.anew(epochs.get());
  }

  /**
   * Whether all that the one has up to there is in the other too; if nobody can tell, it is not.
   */
  private static boolean isPrefix(RoomLog one, long upTo, RoomLog other) {
    if (upTo > other.head().offset()) {
      return false;
    }
    long first = Math.max(one.first(), other.first());
    if (first > upTo) {
      boolean same = one.head().equals(other.head()) && one.lastTime() == other.lastTime();
      return upTo == 0 || same;
    }
    return kept(one, first, upTo).equals(kept(other, first, upTo));
  }

  private static List<Publication> kept(RoomLog log, long first, long last) {
    Since before = new Since.After(log.head().at(first - 1));
    return log.after(before, (int) (last - first + 1)).messages();
  }

  @Override
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
