package dev.fanfare.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a publication says: text, a JSON value or bytes. Immutable: whoever gets the bytes does not
 * write to them.
 */
public final class Body {
  /** What the bytes are. */
  public enum Kind {
    /** Valid UTF-8. */
    TEXT,
    /** One JSON value on one line that is no string (a JSON string is {@link #TEXT}), in UTF-8. */
    JSON,
    /** Anything. */
    BINARY
  }

  private final Kind kind;
  private final byte[] bytes;

  private Body(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  public static Body text(String text) {
    return new Body(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes over the array. */
  public static Body of(Kind kind, byte[] bytes) {
    return new Body(kind, bytes);
  }

  public Kind kind() {
    return kind;
  }

  /** The bytes themselves, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return bytes.length;
  }

  /** The bytes read as UTF-8. */
  public String asText() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body that && kind == that.kind && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return kind == Kind.BINARY ? bytes.length + " bytes" : asText();
  }
}
