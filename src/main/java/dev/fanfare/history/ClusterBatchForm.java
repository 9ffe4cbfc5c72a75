package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A batch: part of other values. */
final class ClusterBatchForm implements ClusterForm<ClusterBatch> {
  @Override
  public void write(ObjectDataOutput out, ClusterBatch batch) throws IOException {
    out.writeString(batch.lane());
    out.writeLong(batch.number());
    ClusterFields.maybe(out, batch.copied());
    ClusterFields.retention(out, batch.retention());
    // All drafts of a lane are for one room; the entry's key has its name.
    out.writeString(batch.items().get(0).draft().room().value());
    out.writeInt(batch.items().size());
    for (Item item : batch.items()) {
      Draft draft = item.draft();
      out.writeLong(item.time());
      ClusterFields.user(out, draft.from());
      out.writeString(draft.to());
      ClusterFields.body(out, draft.body());
      out.writeString(draft.session());
      out.writeString(draft.key());
    }
  }

  @Override
  public ClusterBatch read(ObjectDataInput in) throws IOException {
    String lane = ClusterFields.text(in);
    long number = in.readLong();
    Position copied = ClusterFields.maybe(in);
    Retention retention = ClusterFields.retention(in);
    RoomName room = new RoomName(ClusterFields.text(in));
    int size = in.readInt();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long time = in.readLong();
      User from = ClusterFields.user(in);
      String to = in.readString();
      Body body = ClusterFields.body(in);
      String session = ClusterFields.text(in);
      items.add(new Item(new Draft(room, from, to, body, session, in.readString()), time));
    }
    return new ClusterBatch(lane, number, copied, retention, items);
  }
}
