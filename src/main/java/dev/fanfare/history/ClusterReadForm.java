package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.message.Position;
import dev.fanfare.message.Since;
import java.io.IOException;

/** {@link ClusterRead}. */
final class ClusterReadForm implements ClusterForm<ClusterRead> {
  @Override
  public void write(ObjectDataOutput out, ClusterRead read) throws IOException {
    out.writeInt(read.limit);
    out.writeInt(read.majority);
    if (read.since == null) {
      out.writeByte(read.before == null ? 0 : 1);
      if (read.before != null) {
        ClusterFields.position(out, read.before);
      }
    } else if (read.since instanceof Since.After after) {
      out.writeByte(2);
      ClusterFields.position(out, after.position());
    } else {
      out.writeByte(read.since instanceof Since.Start ? 3 : 4);
    }
  }

  @Override
  public ClusterRead read(ObjectDataInput in) throws IOException {
    int limit = in.readInt();
    int majority = in.readInt();
    byte kind = in.readByte();
    Since since =
        switch (kind) {
          case 0, 1 -> null;
          case 2 -> new Since.After(ClusterFields.position(in));
          case 3 -> new Since.Start();
          case 4 -> new Since.Now();
          default -> throw ClusterFields.unknown("ClusterRead", kind);
        };
    Position before = kind == 1 ? ClusterFields.position(in) : null;
    return new ClusterRead(since, before, limit, majority);
  }
}
