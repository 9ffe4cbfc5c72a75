package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** {@link ClusterFollow}. */
final class ClusterFollowForm implements ClusterForm<ClusterFollow> {
  private final ClusterBatchForm batches = new ClusterBatchForm();
  private final ClusterAnswerForm answers = new ClusterAnswerForm();
  private final ClusterKeeper keeper;

  ClusterFollowForm(ClusterKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void write(ObjectDataOutput out, ClusterFollow follow) throws IOException {
    batches.write(out, follow.batch);
    answers.write(out, follow.answer);
  }

  @Override
  public ClusterFollow read(ObjectDataInput in) throws IOException {
    return new ClusterFollow(batches.read(in), answers.read(in), keeper);
  }
}
