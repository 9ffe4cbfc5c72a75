package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** {@link ClusterAppend}. */
final class ClusterAppendForm implements ClusterForm<ClusterAppend> {
  private final ClusterBatchForm batches = new ClusterBatchForm();

  @Override
  public void write(ObjectDataOutput out, ClusterAppend append) throws IOException {
    out.writeString(append.epoch);
    out.writeInt(append.majority);
    batches.write(out, append.batch);
  }

  @Override
  public ClusterAppend read(ObjectDataInput in) throws IOException {
    String epoch = in.readString();
    int majority = in.readInt();
    return new ClusterAppend(batches.read(in), majority, epoch);
  }
}
