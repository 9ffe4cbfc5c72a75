package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** {@link ClusterIdle}. */
final class ClusterIdleForm implements ClusterForm<ClusterIdle> {
  @Override
  public void write(ObjectDataOutput out, ClusterIdle idle) throws IOException {
    out.writeBoolean(idle.remove);
    out.writeLong(idle.early);
  }

  @Override
  public ClusterIdle read(ObjectDataInput in) throws IOException {
    return new ClusterIdle(in.readBoolean(), in.readLong());
  }
}
