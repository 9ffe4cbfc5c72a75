package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;

/** {@link ClusterTrim}, which has nothing to tell. */
final class ClusterTrimForm implements ClusterForm<ClusterTrim> {
  @Override
  public void write(ObjectDataOutput out, ClusterTrim trim) {}

  @Override
  public ClusterTrim read(ObjectDataInput in) {
    return new ClusterTrim();
  }
}
