package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.history.ClusterAnswer.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link ClusterAnswer}: alone, and as part of other values. */
final class ClusterAnswerForm implements ClusterForm<ClusterAnswer> {
  @Override
  public void write(ObjectDataOutput out, ClusterAnswer answer) throws IOException {
    out.writeByte(
        switch (answer.kind()) {
          case STORED -> 0;
          case ABSENT -> 1;
          case MINORITY -> 2;
          case STALE -> 3;
        });
    out.writeString(answer.epoch());
    out.writeInt(answer.offsets().size());
    for (long offset : answer.offsets()) {
      out.writeLong(offset);
    }
  }

  @Override
  public ClusterAnswer read(ObjectDataInput in) throws IOException {
    byte kind = in.readByte();
    String epoch = ClusterFields.text(in);
    int size = in.readInt();
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      offsets.add(in.readLong());
    }
    return switch (kind) {
      case 0 -> ClusterAnswer.stored(epoch, offsets);
      case 1 -> ClusterAnswer.of(Kind.ABSENT);
      case 2 -> ClusterAnswer.of(Kind.MINORITY);
      case 3 -> ClusterAnswer.of(Kind.STALE);
      default -> throw ClusterFields.unknown("ClusterAnswer", kind);
    };
  }
}
