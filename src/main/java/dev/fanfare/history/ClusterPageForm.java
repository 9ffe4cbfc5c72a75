package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.io.IOException;

/** {@link Page}: the answer to {@link ClusterRead}. */
final class ClusterPageForm implements ClusterForm<Page> {
  private final ClusterPublicationsForm publications = new ClusterPublicationsForm();

  @Override
  public void write(ObjectDataOutput out, Page page) throws IOException {
    ClusterFields.position(out, page.base());
    ClusterFields.position(out, page.head());
    out.writeBoolean(page.more());
    out.writeBoolean(page.gap());
    out.writeString(page.messages().isEmpty() ? "" : page.messages().get(0).room().value());
    publications.write(out, page.messages());
  }

  @Override
  public Page read(ObjectDataInput in) throws IOException {
    Position base = ClusterFields.position(in);
    Position head = ClusterFields.position(in);
    boolean more = in.readBoolean();
    boolean gap = in.readBoolean();
    RoomName room = new RoomName(ClusterFields.text(in));
    return new Page(base, publications.read(in, room, head.epoch()), head, more, gap);
  }
}
