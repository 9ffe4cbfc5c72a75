package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.message.Body;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Publications of one room and epoch, in order without holes: part of other values. */
final class ClusterPublicationsForm {
  void write(ObjectDataOutput out, List<Publication> all) throws IOException {
    out.writeInt(all.size());
    out.writeLong(all.isEmpty() ? 0 : all.get(0).offset());
    for (Publication publication : all) {
      out.writeLong(publication.time());
      ClusterFields.user(out, publication.from());
      out.writeString(publication.to());
      ClusterFields.body(out, publication.body());
      out.writeString(publication.session());
    }
  }

  List<Publication> read(ObjectDataInput in, RoomName room, String epoch) throws IOException {
    int size = in.readInt();
    long first = in.readLong();
    List<Publication> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Position position = new Position(epoch, first + i);
      long time = in.readLong();
      User from = ClusterFields.user(in);
      String to = in.readString();
      Body body = ClusterFields.body(in);
      all.add(new Publication(room, position, time, from, to, body, ClusterFields.text(in)));
    }
    return all;
  }
}
