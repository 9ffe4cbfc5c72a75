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

/** A whole room, as it moves to another node or is copied to a new backup. */
final class ClusterRoomForm implements ClusterForm<ClusterRoom> {
  private final ClusterPublicationsForm publications = new ClusterPublicationsForm();
  private final ClusterAnswerForm answers = new ClusterAnswerForm();

  @Override
  public void write(ObjectDataOutput out, ClusterRoom room) throws IOException {
    RoomLog log = room.log();
    out.writeString(log.room().value());
    ClusterFields.retention(out, log.retention());
    ClusterFields.position(out, log.head());
    out.writeLong(log.lastTime());
    out.writeLong(room.copied());
    publications.write(out, log.after(new Since.Start(), Integer.MAX_VALUE).messages());
    List<Part> keys = new ArrayList<>();
    log.visitKeys(
        (key, offset, time) ->
            keys.add(
                () -> {
                  out.writeString(key);
                  out.writeLong(offset);
                  out.writeLong(time);
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
    long lastTime = in.readLong();
    long copied = in.readLong();
    List<Publication> kept = publications.read(in, name, head.epoch());
    RoomLog log = new RoomLog(head.at(head.offset() - kept.size()), name, retention);
    kept.forEach(log::put);
    log.lastTime(lastTime);
    for (int keys = in.readInt(); keys > 0; keys--) {
      log.putKey(ClusterFields.text(in), in.readLong(), in.readLong());
    }
    ClusterRoom room = new ClusterRoom(log, copied);
    for (int lanes = in.readInt(); lanes > 0; lanes--) {
      room.remember(ClusterFields.text(in), in.readLong(), answers.read(in));
    }
    return room;
  }

  /** Written when it is known how many there are. */
  @FunctionalInterface
  private interface Part {
    void write() throws IOException;
  }
}
