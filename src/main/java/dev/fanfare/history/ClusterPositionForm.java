package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.message.Position;
import java.io.IOException;
import java.util.function.Function;

/** What has a position and nothing else: {@link ClusterCopied} and {@link ClusterConfirm}. */
record ClusterPositionForm<T>(Function<T, Position> position, Function<Position, T> make)
    implements ClusterForm<T> {
  @Override
  public void write(ObjectDataOutput out, T value) throws IOException {
    ClusterFields.position(out, position.apply(value));
  }

  @Override
  public T read(ObjectDataInput in) throws IOException {
    return make.apply(ClusterFields.position(in));
  }
}
