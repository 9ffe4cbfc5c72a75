package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** {@link ClusterConfirm}. */
final class ClusterConfirmForm implements ClusterForm<ClusterConfirm> {
  @Override
  public void write(ObjectDataOutput out, ClusterConfirm confirm) throws IOException {
    ClusterFields.position(out, confirm.upTo);
  }

  @Override
  public ClusterConfirm read(ObjectDataInput in) throws IOException {
    return new ClusterConfirm(ClusterFields.position(in));
  }
}
