package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** {@link ClusterEpoch}. */
final class ClusterEpochForm implements ClusterForm<ClusterEpoch> {
  @Override
  public void write(ObjectDataOutput out, ClusterEpoch epoch) throws IOException {
    out.writeString(epoch.proposed);
  }

  @Override
  public ClusterEpoch read(ObjectDataInput in) throws IOException {
    return new ClusterEpoch(ClusterFields.text(in));
  }
}
