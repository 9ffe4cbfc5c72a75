package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** {@link ClusterForget}. */
final class ClusterForgetForm implements ClusterForm<ClusterForget> {
  @Override
  public void write(ObjectDataOutput out, ClusterForget forget) throws IOException {
    out.writeLong(forget.early);
  }

  @Override
  public ClusterForget read(ObjectDataInput in) throws IOException {
    return new ClusterForget(in.readLong());
  }
}
