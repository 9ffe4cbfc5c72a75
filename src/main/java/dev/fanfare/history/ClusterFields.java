package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import dev.fanfare.message.Body;
import dev.fanfare.message.Position;
import dev.fanfare.message.User;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the forms of values have in common. */
final class ClusterFields {
  private static final int AT_ONCE = 1 << 16;

  private ClusterFields() {}

  static String text(ObjectDataInput in) throws IOException {
    String text = in.readString();
    if (text == null) {
      throw new HazelcastSerializationException("A text is missing");
    }
    return text;
  }

  static void user(ObjectDataOutput out, User user) throws IOException {
    out.writeString(user.id());
    out.writeString(user.name());
  }

  static User user(ObjectDataInput in) throws IOException {
    return new User(text(in), text(in));
  }

  static void body(ObjectDataOutput out, Body body) throws IOException {
    out.writeByte(
        switch (body.kind()) {
          case TEXT -> 0;
          case JSON -> 1;
          case BINARY -> 2;
        });
    out.writeByteArray(body.bytes());
  }

  static Body body(ObjectDataInput in) throws IOException {
    byte kind = in.readByte();
    byte[] bytes = bytes(in);
    return switch (kind) {
      case 0 -> Body.of(Body.Kind.TEXT, bytes);
      case 1 -> Body.of(Body.Kind.JSON, bytes);
      case 2 -> Body.of(Body.Kind.BINARY, bytes);
      default -> throw unknown("Body", kind);
    };
  }

  /** Hazelcast would make place for as much as the length says before it looks for the bytes. */
  private static byte[] bytes(ObjectDataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0) {
      throw new HazelcastSerializationException("A body is missing");
    }
    byte[] bytes = new byte[Math.min(size, AT_ONCE)];
    in.readFully(bytes);
    while (bytes.length < size) {
      int had = bytes.length;
      bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * had));
      in.readFully(bytes, had, bytes.length - had);
    }
    return bytes;
  }

  static void position(ObjectDataOutput out, Position position) throws IOException {
    out.writeString(position.epoch());
    out.writeLong(position.offset());
  }

  static Position position(ObjectDataInput in) throws IOException {
    return new Position(text(in), in.readLong());
  }

  static void maybe(ObjectDataOutput out, @Nullable Position position) throws IOException {
    out.writeBoolean(position != null);
    if (position != null) {
      position(out, position);
    }
  }

  static @Nullable Position maybe(ObjectDataInput in) throws IOException {
    return in.readBoolean() ? position(in) : null;
  }

  static void retention(ObjectDataOutput out, Retention retention) throws IOException {
    out.writeInt(retention.messages());
    out.writeLong(retention.ageMillis());
    out.writeLong(retention.roomBytes());
    out.writeLong(retention.dedupMillis());
  }

  static Retention retention(ObjectDataInput in) throws IOException {
    return new Retention(in.readInt(), in.readLong(), in.readLong(), in.readLong(), 0, 0);
  }

  static HazelcastSerializationException unknown(String type, byte what) {
    return new HazelcastSerializationException(
        type + " in form " + what + " is not known to this version of Fanfare");
  }
}
