package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** {@link ClusterCopied}. */
final class ClusterCopiedForm implements ClusterForm<ClusterCopied> {
  @Override
  public void write(ObjectDataOutput out, ClusterCopied copied) throws IOException {
    ClusterFields.position(out, copied.upTo);
  }

  @Override
  public ClusterCopied read(ObjectDataInput in) throws IOException {
    return new ClusterCopied(ClusterFields.position(in));
  }
}
