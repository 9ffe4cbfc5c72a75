package dev.fanfare.torture;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Follows over {@code fanfare.v1.json}, but stops reading again and again until the publishers are
 * far ahead. Its kernel keeps little for it, so that the server feels it. Owned by its thread.
 */
final class LaggingSubscriber extends Subscriber {
  private static final int RECEIVE_BUFFER = 4096;
  private static final int READ_AT_ONCE = 600;

  private final Acks acks;
  private final int lag;

  /**
   * @param lag how many messages it lets pass each time
   */
  LaggingSubscriber(
      String name, Target target, Position start, Acks acks, int lag, boolean flapping, long seed) {
    super(name, target, start, flapping, seed);
    this.acks = acks;
    this.lag = lag;
  }

  @Override
  void connection() throws IOException, InterruptedException {
    URI server = target.await();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.setSoTimeout((int) Target.PATIENCE.toMillis());
      socket.connect(
          new InetSocketAddress(server.getHost(), server.getPort()),
          (int) Target.PATIENCE.toMillis());
      String path = "/ws?format=json&room=" + target.room() + "&since=" + at();
      socket
          .getOutputStream()
          .write(
              ("GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      + "Sec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                  .formatted(path, server.getAuthority())
                  .getBytes(StandardCharsets.US_ASCII));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      head(in);
      connected();
      int untilPause = 1 + random.nextInt(READ_AT_ONCE);
      while (goesOn()) {
        if (--untilPause == 0) {
          untilPause = 1 + random.nextInt(READ_AT_ONCE);
          acks.await(acks.count() + lag);
        }
        frame(in);
      }
    }
  }

  private static void head(DataInputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("No answer to a handshake");
      }
      head.write(next);
      text = head.toString(StandardCharsets.ISO_8859_1);
    }
    if (!text.startsWith("HTTP/1.1 101 ")) {
      throw new IllegalStateException("Refused: " + text);
    }
  }

  /** Servers neither mask nor, this one, fragment. */
  private void frame(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    switch (first & 0x0f) {
      case 1 -> event(new JsonObject(new String(payload, StandardCharsets.UTF_8)));
      case 8 -> throw new IOException("The server closed the socket");
      default -> {}
    }
  }

  private void event(JsonObject event) throws IOException {
    SocketSubscriber.frame(this, event);
  }
}
