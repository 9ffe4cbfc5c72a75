package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** {@link ClusterAppend}. */
final class ClusterAppendForm implements ClusterForm<ClusterAppend> {
  private final ClusterBatchForm batches = new ClusterBatchForm();
  private final ClusterKeeper keeper;

  ClusterAppendForm(ClusterKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void write(ObjectDataOutput out, ClusterAppend append) throws IOException {
    ClusterBirth birth = append.birth;
    out.writeBoolean(birth != null);
    if (birth != null) {
      out.writeString(birth.epoch());
      out.writeString(birth.at());
    }
    out.writeInt(append.majority);
    batches.write(out, append.batch);
  }

  @Override
  public ClusterAppend read(ObjectDataInput in) throws IOException {
    ClusterBirth birth =
        in.readBoolean() ? new ClusterBirth(ClusterFields.text(in), ClusterFields.text(in)) : null;
    int majority = in.readInt();
    return new ClusterAppend(batches.read(in), majority, birth, keeper);
  }
}
