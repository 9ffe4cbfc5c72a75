package dev.fanfare.history;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.StreamSerializer;
import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How what the cluster history sends between nodes looks as bytes: Hazelcast would write it with
 * Java's serialization. Each value begins with the version of its form; a node refuses what is
 * newer than it knows. Numbers of types are never used again for something else.
 */
final class ClusterTypes {
  private static final int FIRST = 7_100;
  private static final byte VERSION = 1;

  private ClusterTypes() {}

  static void addTo(SerializationConfig config) {
    add(config, 0, ClusterRoom.class, ClusterTypes::room, ClusterTypes::room);
    add(config, 1, ClusterAppend.class, ClusterTypes::append, ClusterTypes::append);
    add(config, 2, ClusterFollow.class, ClusterTypes::follow, ClusterTypes::follow);
    add(config, 3, ClusterAnswer.class, ClusterTypes::answer, ClusterTypes::answer);
    add(config, 4, ClusterRead.class, ClusterTypes::read, ClusterTypes::read);
    add(config, 5, Page.class, ClusterTypes::page, ClusterTypes::page);
    add(config, 6, ClusterIdle.class, ClusterTypes::idle, ClusterTypes::idle);
    add(config, 7, ClusterEpoch.class, ClusterTypes::epoch, ClusterTypes::epoch);
  }

  private static <T> void add(
      SerializationConfig config, int number, Class<T> type, Writer<T> writer, Reader<T> reader) {
    config.addSerializerConfig(
        new SerializerConfig()
            .setTypeClass(type)
            .setImplementation(new Form<>(FIRST + number, type.getSimpleName(), writer, reader)));
  }

  private static void room(ObjectDataOutput out, ClusterRoom room) throws IOException {
    RoomLog log = room.log();
    out.writeString(log.room().value());
    retention(out, log.retention());
    position(out, log.head());
    out.writeLong(log.lastTime());
    Page all = log.after(new Since.Start(), Integer.MAX_VALUE);
    publications(out, all.messages());
    List<Throwing> keys = new ArrayList<>();
    log.visitKeys(
        (key, offset, time) ->
            keys.add(
                () -> {
                  out.writeString(key);
                  out.writeLong(offset);
                  out.writeLong(time);
                }));
    writeAll(out, keys);
    List<Throwing> lanes = new ArrayList<>();
    room.visitLanes(
        (lane, number, time, answer) ->
            lanes.add(
                () -> {
                  out.writeString(lane);
                  out.writeLong(number);
                  out.writeLong(time);
                  answer(out, answer);
                }));
    writeAll(out, lanes);
  }

  private static ClusterRoom room(ObjectDataInput in) throws IOException {
    RoomName name = new RoomName(text(in));
    Retention retention = retention(in);
    Position head = position(in);
    long lastTime = in.readLong();
    List<Publication> kept = publications(in, name, head.epoch());
    RoomLog log = new RoomLog(head.at(head.offset() - kept.size()), name, retention);
    kept.forEach(log::put);
    log.lastTime(lastTime);
    for (int keys = in.readInt(); keys > 0; keys--) {
      log.putKey(text(in), in.readLong(), in.readLong());
    }
    ClusterRoom room = new ClusterRoom(log);
    for (int lanes = in.readInt(); lanes > 0; lanes--) {
      room.remember(text(in), in.readLong(), in.readLong(), answer(in));
    }
    return room;
  }

  private static void append(ObjectDataOutput out, ClusterAppend append) throws IOException {
    out.writeString(append.epoch);
    out.writeInt(append.majority);
    batch(out, append.batch);
  }

  private static ClusterAppend append(ObjectDataInput in) throws IOException {
    String epoch = in.readString();
    int majority = in.readInt();
    return new ClusterAppend(batch(in), majority, epoch);
  }

  private static void follow(ObjectDataOutput out, ClusterFollow follow) throws IOException {
    batch(out, follow.batch);
    answer(out, follow.answer);
  }

  private static ClusterFollow follow(ObjectDataInput in) throws IOException {
    return new ClusterFollow(batch(in), answer(in));
  }

  private static void batch(ObjectDataOutput out, ClusterBatch batch) throws IOException {
    out.writeString(batch.lane());
    out.writeLong(batch.number());
    retention(out, batch.retention());
    // All drafts of a lane are for one room; the entry's key has its name.
    out.writeString(batch.items().get(0).draft().room().value());
    out.writeInt(batch.items().size());
    for (Item item : batch.items()) {
      Draft draft = item.draft();
      out.writeLong(item.now());
      user(out, draft.from());
      out.writeString(draft.to());
      body(out, draft.body());
      out.writeString(draft.session());
      out.writeString(draft.key());
    }
  }

  private static ClusterBatch batch(ObjectDataInput in) throws IOException {
    String lane = text(in);
    long number = in.readLong();
    Retention retention = retention(in);
    RoomName room = new RoomName(text(in));
    int size = in.readInt();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long now = in.readLong();
      User from = user(in);
      String to = in.readString();
      Body body = body(in);
      items.add(new Item(new Draft(room, from, to, body, text(in), in.readString()), now));
    }
    return new ClusterBatch(lane, number, retention, items);
  }

  private static void answer(ObjectDataOutput out, ClusterAnswer answer) throws IOException {
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

  private static ClusterAnswer answer(ObjectDataInput in) throws IOException {
    byte kind = in.readByte();
    String epoch = text(in);
    int size = in.readInt();
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      offsets.add(in.readLong());
    }
    return switch (kind) {
      case 0 -> ClusterAnswer.stored(epoch, offsets);
      case 1 -> ClusterAnswer.of(ClusterAnswer.Kind.ABSENT);
      case 2 -> ClusterAnswer.of(ClusterAnswer.Kind.MINORITY);
      case 3 -> ClusterAnswer.of(ClusterAnswer.Kind.STALE);
      default -> throw unknown("ClusterAnswer", kind);
    };
  }

  private static void read(ObjectDataOutput out, ClusterRead read) throws IOException {
    out.writeInt(read.limit);
    out.writeLong(read.now);
    if (read.since == null) {
      out.writeByte(read.before == null ? 0 : 1);
      if (read.before != null) {
        position(out, read.before);
      }
    } else if (read.since instanceof Since.After after) {
      out.writeByte(2);
      position(out, after.position());
    } else {
      out.writeByte(read.since instanceof Since.Start ? 3 : 4);
    }
  }

  private static ClusterRead read(ObjectDataInput in) throws IOException {
    int limit = in.readInt();
    long now = in.readLong();
    byte kind = in.readByte();
    return switch (kind) {
      case 0 -> ClusterRead.before(null, limit, now);
      case 1 -> ClusterRead.before(position(in), limit, now);
      case 2 -> ClusterRead.after(new Since.After(position(in)), limit, now);
      case 3 -> ClusterRead.after(new Since.Start(), limit, now);
      case 4 -> ClusterRead.after(new Since.Now(), limit, now);
      default -> throw unknown("ClusterRead", kind);
    };
  }

  private static void page(ObjectDataOutput out, Page page) throws IOException {
    position(out, page.base());
    position(out, page.head());
    out.writeBoolean(page.more());
    out.writeBoolean(page.gap());
    out.writeString(page.messages().isEmpty() ? "" : page.messages().get(0).room().value());
    publications(out, page.messages());
  }

  private static Page page(ObjectDataInput in) throws IOException {
    Position base = position(in);
    Position head = position(in);
    boolean more = in.readBoolean();
    boolean gap = in.readBoolean();
    RoomName room = new RoomName(text(in));
    return new Page(base, publications(in, room, head.epoch()), head, more, gap);
  }

  private static void idle(ObjectDataOutput out, ClusterIdle idle) throws IOException {
    out.writeBoolean(idle.remove);
    out.writeLong(idle.now);
  }

  private static ClusterIdle idle(ObjectDataInput in) throws IOException {
    return new ClusterIdle(in.readBoolean(), in.readLong());
  }

  private static void epoch(ObjectDataOutput out, ClusterEpoch epoch) throws IOException {
    out.writeString(epoch.proposed);
  }

  private static ClusterEpoch epoch(ObjectDataInput in) throws IOException {
    return new ClusterEpoch(text(in));
  }

  /** Publications of one room and epoch, in order without holes. */
  private static void publications(ObjectDataOutput out, List<Publication> all) throws IOException {
    out.writeInt(all.size());
    out.writeLong(all.isEmpty() ? 0 : all.get(0).offset());
    for (Publication publication : all) {
      out.writeLong(publication.time());
      user(out, publication.from());
      out.writeString(publication.to());
      body(out, publication.body());
      out.writeString(publication.session());
    }
  }

  private static List<Publication> publications(ObjectDataInput in, RoomName room, String epoch)
      throws IOException {
    int size = in.readInt();
    long first = in.readLong();
    List<Publication> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Position position = new Position(epoch, first + i);
      long time = in.readLong();
      User from = user(in);
      String to = in.readString();
      Body body = body(in);
      all.add(new Publication(room, position, time, from, to, body, text(in)));
    }
    return all;
  }

  private static void user(ObjectDataOutput out, User user) throws IOException {
    out.writeString(user.id());
    out.writeString(user.name());
  }

  private static User user(ObjectDataInput in) throws IOException {
    return new User(text(in), text(in));
  }

  private static void body(ObjectDataOutput out, Body body) throws IOException {
    out.writeByte(
        switch (body.kind()) {
          case TEXT -> 0;
          case JSON -> 1;
          case BINARY -> 2;
        });
    out.writeByteArray(body.bytes());
  }

  private static Body body(ObjectDataInput in) throws IOException {
    byte kind = in.readByte();
    byte[] bytes = in.readByteArray();
    return switch (kind) {
      case 0 -> Body.of(Body.Kind.TEXT, bytes);
      case 1 -> Body.of(Body.Kind.JSON, bytes);
      case 2 -> Body.of(Body.Kind.BINARY, bytes);
      default -> throw unknown("Body", kind);
    };
  }

  private static void position(ObjectDataOutput out, Position position) throws IOException {
    out.writeString(position.epoch());
    out.writeLong(position.offset());
  }

  private static Position position(ObjectDataInput in) throws IOException {
    return new Position(text(in), in.readLong());
  }

  private static void retention(ObjectDataOutput out, Retention retention) throws IOException {
    out.writeInt(retention.messages());
    out.writeLong(retention.ageMillis());
    out.writeLong(retention.roomBytes());
    out.writeLong(retention.dedupMillis());
  }

  private static Retention retention(ObjectDataInput in) throws IOException {
    return new Retention(in.readInt(), in.readLong(), in.readLong(), in.readLong(), 0, 0);
  }

  private static String text(ObjectDataInput in) throws IOException {
    String text = in.readString();
    if (text == null) {
      throw new HazelcastSerializationException("A text is missing");
    }
    return text;
  }

  private static void writeAll(ObjectDataOutput out, List<Throwing> parts) throws IOException {
    out.writeInt(parts.size());
    for (Throwing part : parts) {
      part.write();
    }
  }

  private static HazelcastSerializationException unknown(String type, byte what) {
    return new HazelcastSerializationException(
        type + " in form " + what + " is not known to this version of Fanfare");
  }

  private interface Throwing {
    void write() throws IOException;
  }

  private interface Writer<T> {
    void write(ObjectDataOutput out, T value) throws IOException;
  }

  private interface Reader<T> {
    T read(ObjectDataInput in) throws IOException;
  }

  private record Form<T>(int typeId, String name, Writer<T> writer, Reader<T> reader)
      implements StreamSerializer<T> {
    @Override
    public int getTypeId() {
      return typeId;
    }

    @Override
    public void write(ObjectDataOutput out, T value) throws IOException {
      out.writeByte(VERSION);
      writer.write(out, value);
    }

    @Override
    public T read(ObjectDataInput in) throws IOException {
      byte version = in.readByte();
      if (version != VERSION) {
        throw unknown(name, version);
      }
      return reader.read(in);
    }
  }
}
