package dev.fanfare.history;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;

/** How one kind of value looks as bytes between nodes. No state; any thread. */
interface ClusterForm<T> {
  void write(ObjectDataOutput out, T value) throws IOException;

  /**
   * @throws com.hazelcast.nio.serialization.HazelcastSerializationException if the bytes are not
   *     what {@link #write} gives
   */
  T read(ObjectDataInput in) throws IOException;
}
