package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.message.Since;
import java.io.IOException;

/** {@link ClusterRead}. */
final class ClusterReadForm implements ClusterForm<ClusterRead> {
  @Override
  public void write(ObjectDataOutput out, ClusterRead read) throws IOException {
    out.writeInt(read.limit);
    out.writeLong(read.now);
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
    long now = in.readLong();
    byte kind = in.readByte();
    return switch (kind) {
      case 0 -> ClusterRead.before(null, limit, now);
      case 1 -> ClusterRead.before(ClusterFields.position(in), limit, now);
      case 2 -> ClusterRead.after(new Since.After(ClusterFields.position(in)), limit, now);
      case 3 -> ClusterRead.after(new Since.Start(), limit, now);
      case 4 -> ClusterRead.after(new Since.Now(), limit, now);
      default -> throw ClusterFields.unknown("ClusterRead", kind);
    };
  }
}
