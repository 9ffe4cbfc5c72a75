package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole room, as it moves to another node or is copied to a new backup. Each node has a clock of
 * its own: written is not when something came, but how many milliseconds ago.
 */
final class ClusterRoomForm implements ClusterForm<ClusterRoom> {
  private final ClusterPublicationsForm publications = new ClusterPublicationsForm();
  private final ClusterAnswerForm answers = new ClusterAnswerForm();
  private final ClusterKeeper keeper;

  /**
   * @param keeper of this node
   */
  ClusterRoomForm(ClusterKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void write(ObjectDataOutput out, ClusterRoom room) throws IOException {
    RoomLog log = room.snapshot();
    long now = keeper.now();
    out.writeString(log.room().value());
    ClusterFields.retention(out, log.retention());
    ClusterFields.position(out, log.head());
    out.writeLong(log.lastTime());
    out.writeLong(now - log.lastCame());
    out.writeLong(room.copied());
    publications.write(out, log.after(new Since.Start(), Integer.MAX_VALUE).messages());
    for (long age : ages(log, now)) {
      out.writeLong(age);
    }
    List<Part> keys = new ArrayList<>();
    log.visitKeys(
        (key, offset, came) ->
            keys.add(
                () -> {
                  out.writeString(key);
                  out.writeLong(offset);
                  out.writeLong(now - came);
                }));
    writeAll(out, keys);
    List<Part> lanes = new ArrayList<>();
    room.visitLanes(
        (lane, number, answer) ->
            lanes.add(
                () -> {
                  out.writeString(lane);
                  out.writeLong(number);
                  answers.write(out, answer);
                }));
    writeAll(out, lanes);
  }

  private static long[] ages(RoomLog log, long now) {
    long[] ages = new long[log.size()];
    log.visit((publication, came) -> ages[(int) (publication.offset() - log.first())] = now - came);
    return ages;
  }

  private static void writeAll(ObjectDataOutput out, List<Part> parts) throws IOException {
    out.writeInt(parts.size());
    for (Part part : parts) {
      part.write();
    }
  }

  @Override
  public ClusterRoom read(ObjectDataInput in) throws IOException {
    RoomName name = new RoomName(ClusterFields.text(in));
    Retention retention = ClusterFields.retention(in);
    Position head = ClusterFields.position(in);
    long now = keeper.now();
    long lastTime = in.readLong();
    long lastCame = now - in.readLong();
    long copied = in.readLong();
    List<Publication> kept = publications.read(in, name, head.epoch());
    RoomLog log = new RoomLog(head.at(head.offset() - kept.size()), name, retention);
    for (Publication publication : kept) {
      log.put(publication, now - in.readLong());
    }
    log.last(lastTime, lastCame);
    for (int keys = in.readInt(); keys > 0; keys--) {
      log.putKey(ClusterFields.text(in), in.readLong(), now - in.readLong());
    }
    ClusterRoom room = new ClusterRoom(log, copied, keeper);
    for (int lanes = in.readInt(); lanes > 0; lanes--) {
      room.remember(ClusterFields.text(in), in.readLong(), answers.read(in));
    }
    return room.counted();
  }

  /** Written when it is known how many there are. */
  @FunctionalInterface
  private interface Part {
    void write() throws IOException;
  }
}
