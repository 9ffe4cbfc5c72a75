package dev.fanfare.config;

import org.jspecify.annotations.Nullable;

/** A size, or a percentage. */
record ShareKind(Quantity size, Quantity percent) implements Kind {

  static ShareKind of(String range) {
    return new ShareKind(
        Quantity.of(Unit.BYTES, range, bytes -> new Share(bytes, 0)),
        Quantity.of(Unit.PERCENT, "1%..100%", part -> new Share(0, Math.toIntExact(part))));
  }

  @Override
  public @Nullable Object read(Object json, Place at) {
    if (percent.amount(json) != null) return percent.read(json, at);
    return size.amount(json) != null ? size.read(json, at) : refuse(json, at);
  }

  @Override
  public Object json(String text) {
    return size.json(text);
  }

  @Override
  public String wants() {
    return size.wants() + "; or " + percent.wants();
  }
}
