package dev.fanfare.history;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Forms;
import java.io.IOException;

/**
 * Which values the cluster history sends between nodes, and the number of each: Hazelcast would
 * write them with Java's serialization. Each begins with its version, see {@link Forms}. Numbers of
 * types are never used again for something else.
 */
final class ClusterTypes {
  private static final int FIRST = 7_100;

  private ClusterTypes() {}

  /**
   * @param keeper of this node
   */
  static void addTo(SerializationConfig config, ClusterKeeper keeper) {
    add(config, 0, ClusterRoom.class, new ClusterRoomForm(keeper));
    add(config, 1, ClusterAppend.class, new ClusterAppendForm(keeper));
    add(config, 2, ClusterFollow.class, new ClusterFollowForm(keeper));
    add(config, 3, ClusterAnswer.class, new ClusterAnswerForm());
    add(config, 4, ClusterRead.class, new ClusterReadForm());
    add(config, 5, Page.class, new ClusterPageForm());
    add(config, 6, ClusterTrim.class, new ClusterTrimForm());
    add(config, 7, ClusterEpoch.class, new ClusterEpochForm());
    add(
        config,
        8,
        ClusterCopied.class,
        new ClusterPositionForm<>(copied -> copied.upTo, ClusterCopied::new));
    add(config, 9, ClusterForget.class, new ClusterForgetForm());
    add(
        config,
        10,
        ClusterConfirm.class,
        new ClusterPositionForm<>(confirm -> confirm.upTo, ClusterConfirm::new));
  }

  private static <T> void add(
      SerializationConfig config, int number, Class<T> type, ClusterForm<T> form) {
    config.addSerializerConfig(
        new SerializerConfig()
            .setTypeClass(type)
            .setImplementation(new Type<>(FIRST + number, type.getSimpleName(), form)));
  }

  private record Type<T>(int typeId, String name, ClusterForm<T> form)
      implements StreamSerializer<T> {
    @Override
    public int getTypeId() {
      return typeId;
    }

    @Override
    public void write(ObjectDataOutput out, T value) throws IOException {
      out.writeByte(Forms.OURS.written());
      form.write(out, value);
    }

    @Override
    public T read(ObjectDataInput in) throws IOException {
      byte version = in.readByte();
      if (!Forms.OURS.reads(version)) {
        throw ClusterFields.unknown(name, version);
      }
      return form.read(in);
    }
  }
}
