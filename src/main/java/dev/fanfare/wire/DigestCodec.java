package dev.fanfare.wire;

import dev.fanfare.message.Digest;
import dev.fanfare.message.Digest.Head;
import dev.fanfare.message.Position;
import java.util.ArrayList;
import java.util.List;

/** Digests on the event bus. Any thread. */
public final class DigestCodec extends BusCodec<Digest> {
  public static final String NAME = "fanfare.digest";

  /** A room, an epoch and an offset take at least a length and a letter, twice, and a digit. */
  private static final int LEAST = 5;

  public DigestCodec() {
    super(NAME);
  }

  @Override
  void write(BinaryWriter out, Digest digest) {
    out.number(digest.heads().size());
    for (Head head : digest.heads()) {
      out.room(head.room());
      out.text(head.position().epoch());
      out.number(head.position().offset());
    }
  }

  @Override
  Digest read(BinaryReader in) {
    int size = in.size(LEAST);
    if (size > Digest.MOST) {
      throw new IllegalArgumentException("A digest of " + size + " rooms from another node");
    }
    List<Head> heads = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      heads.add(new Head(in.room(), Position.parse(in.text() + "-" + in.number())));
    }
    return new Digest(heads);
  }
}
