package dev.fanfare.wire;

import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Refusal;

/**
 * Publications as bytes, for stores and other nodes. The first byte is the version; what a version
 * wrote stays readable. Any thread.
 */
public final class PublicationCodec {
  private static final int VERSION = 1;

  private PublicationCodec() {}

  public static byte[] encode(Publication said) {
    BinaryWriter out = new BinaryWriter(said.weight());
    write(out, said);
    return out.done();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are anything else
   */
  public static Publication decode(byte[] bytes) {
    try {
      BinaryReader in = new BinaryReader(bytes);
      Publication said = read(in);
      in.end();
      return said;
    } catch (Refusal refusal) {
      throw new IllegalArgumentException(refusal.detail(), refusal);
    }
  }

  static void write(BinaryWriter out, Publication said) {
    out.octet(VERSION);
    out.room(said.room());
    out.text(said.position().epoch());
    out.number(said.position().offset());
    out.number(said.time());
    out.user(said.from());
    out.octet(said.to() == null ? 0 : 1);
    if (said.to() != null) {
      out.text(said.to());
    }
    out.text(said.session());
    out.body(said.body());
  }

  static Publication read(BinaryReader in) {
    int version = in.octet();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "A publication of version " + version + "; this server reads version " + VERSION + ".");
    }
    var room = in.room();
    var position = Position.parse(in.text() + "-" + in.number());
    long time = in.number();
    var from = in.user();
    String to =
        switch (in.octet()) {
          case 0 -> null;
          case 1 -> in.text();
          default -> throw new IllegalArgumentException("neither with nor without a recipient");
        };
    String session = in.text();
    return new Publication(room, position, time, from, to, in.body(), session);
  }
}
