package dev.fanfare.wire;

import dev.fanfare.message.Forms;
import dev.fanfare.message.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * One kind of values on the event bus: handed over as they are within a node, as length-prefixed
 * bytes between nodes, of which the first says the version (see {@link Forms}). What comes from
 * another node is not trusted. Any thread.
 */
abstract class BusCodec<T> implements MessageCodec<T, T> {
  private final String name;

  /**
   * @param name the same in all versions: Vert.x cannot skip what it has no codec for in silence
   */
  BusCodec(String name) {
    this.name = name;
  }

  abstract void write(BinaryWriter out, T value);

  /** May throw a {@link Refusal} for what a value refuses. */
  abstract T read(BinaryReader in);

  @Override
  public final void encodeToWire(Buffer buffer, T value) {
    byte[] bytes = bytesOf(value);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  final byte[] bytesOf(T value) {
    BinaryWriter out = new BinaryWriter(256);
    out.octet(Forms.OURS.written());
    write(out, value);
    return out.done();
  }

  @Override
  public final T decodeFromWire(int pos, Buffer buffer) {
    long left = buffer.length() - pos - (long) Integer.BYTES;
    int size = left < 0 ? -1 : buffer.getInt(pos);
    if (size < 0 || size > left) {
      throw new IllegalArgumentException("A value from another node is cut off.");
    }
    int start = pos + Integer.BYTES;
    return valueOf(buffer.getBytes(start, start + size));
  }

  /**
   * @throws IllegalArgumentException if the bytes are not what {@link #bytesOf} gives
   */
  final T valueOf(byte[] bytes) {
    try {
      BinaryReader in = new BinaryReader(bytes);
      int version = in.octet();
      if (!Forms.OURS.reads(version)) {
        throw new IllegalArgumentException(
            name + " in form " + version + "; this node reads " + Forms.OURS);
      }
      T value = read(in);
      in.end();
      return value;
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(refusal.detail(), refusal);
    }
  }

  @Override
  public final T transform(T value) {
    return value;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final byte systemCodecID() {
    return -1;
  }
}
