package dev.fanfare.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages of the event bus as Vert.x 5 sends them from node to node, made by hand. */
public final class BusBytes {
  private static final int NAMED = -1;
  private static final int PING = 1;
  private static final int TEXT = 9;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private BusBytes() {}

  /** A message for all consumers, in one of Fanfare's forms. */
  public static byte[] message(String codec, String address, byte[] form) {
    return new BusBytes().head(NAMED).text(codec).envelope(address).array(form).record();
  }

  /** A text for all consumers. */
  public static byte[] text(String address, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new BusBytes().head(TEXT).envelope(address).array(utf8).record();
  }

  public static byte[] ping() {
    return new BusBytes().head(PING).envelope("__vertx_ping").record();
  }

  /** A message whose body is what a codec of Vert.x, by its number, would have to read. */
  public static byte[] ofCodec(int codec, String address, byte[] body) {
    BusBytes made = new BusBytes().head(codec).envelope(address);
    made.bytes.writeBytes(body);
    return made.record();
  }

  public static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private BusBytes head(int codec) {
    bytes.write(2); // the version of Vert.x' form
    bytes.write(codec);
    return this;
  }

  /** For all, without an answer, from a node of any name, without headers. */
  private BusBytes envelope(String address) {
    bytes.write(1);
    text(address).text("").text("somebody");
    bytes.writeBytes(number(4));
    return this;
  }

  private BusBytes text(String text) {
    return array(text.getBytes(StandardCharsets.UTF_8));
  }

  private BusBytes array(byte[] array) {
    bytes.writeBytes(number(array.length));
    bytes.writeBytes(array);
    return this;
  }

  private byte[] record() {
    byte[] all = bytes.toByteArray();
    return ByteBuffer.allocate(Integer.BYTES + all.length).putInt(all.length).put(all).array();
  }
}
