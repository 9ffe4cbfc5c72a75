package dev.fanfare.wire;

import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;

/** Publications as bytes: part of other values. */
final class PublicationForm {
  private PublicationForm() {}

  static void write(BinaryWriter out, Publication said) {
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
