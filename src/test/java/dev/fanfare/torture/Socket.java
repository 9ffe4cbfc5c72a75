package dev.fanfare.torture;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket that takes from the network only what is asked for: who does not read is slow. Not
 * the JDK's own: that of 17.0.15 now and then takes bytes of a later message for the end of one,
 * when much comes right after the handshake; what came over the wire was right each time. One
 * thread uses it.
 */
final class Socket implements AutoCloseable {
  private static final int NARROW = 4096;
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;

  private final java.net.Socket socket = new java.net.Socket();
  private final DataInputStream in;

  private Socket(URI uri, String format, int receiveBuffer) throws IOException {
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) Target.PATIENCE.toMillis());
      socket.connect(
          new InetSocketAddress(uri.getHost(), uri.getPort()), (int) Target.PATIENCE.toMillis());
      in =
          new DataInputStream(
              new BufferedInputStream(
                  socket.getInputStream(), receiveBuffer > 0 ? receiveBuffer : 16_384));
      handshake(uri, format);
    } catch (IOException | RuntimeException failed) {
      socket.close();
      throw failed;
    }
  }

  static Socket json(URI uri) throws IOException {
    return new Socket(uri, "fanfare.v1.json", 0);
  }

  /** One for which the kernel keeps little, so that the server feels when it does not read. */
  static Socket narrow(URI uri) throws IOException {
    return new Socket(uri, "fanfare.v1.json", NARROW);
  }

  static Socket raw(URI uri) throws IOException {
    return new Socket(uri, "fanfare.raw", 0);
  }

  /**
   * What an error that the server sent means: with {@code unavailable} the connection is given up,
   * for what follows on it may be stored; another is a defect.
   */
  static IOException refused(JsonObject error) {
    if (!error.getString("code").equals("unavailable")) {
      throw new IllegalStateException("Refused: " + error);
    }
    return new IOException("Refused: " + error);
  }

  void send(JsonObject command) throws IOException {
    frame(TEXT, command.encode().getBytes(StandardCharsets.UTF_8));
  }

  /** The next message; the server pings, so that there is always something to come. */
  String next() throws IOException {
    try {
      while (true) {
        int first = in.readUnsignedByte();
        byte[] payload = payload();
        switch (first) {
          case TEXT -> {
            return new String(payload, StandardCharsets.UTF_8);
          }
          case PING -> frame(PONG, payload);
          case CLOSE -> throw new EOFException("The server closed: " + reason(payload));
          default -> throw new IllegalStateException("A frame begins with " + first);
        }
      }
    } catch (SocketTimeoutException late) {
      throw new IllegalStateException("Nothing came from a socket for " + Target.PATIENCE, late);
    }
  }

  JsonObject nextJson() throws IOException {
    return new JsonObject(next());
  }

  /** Without a word. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void handshake(URI uri, String format) throws IOException {
    String request =
        """
        GET %s?%s HTTP/1.1
        Host: %s
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Protocol: %s

        """
            .formatted(uri.getPath(), uri.getRawQuery(), uri.getAuthority(), format)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String answer = line();
    StringBuilder rest = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      rest.append(" | ").append(line);
    }
    if (answer.contains(" 503 ")) {
      throw new IOException(answer + rest);
    } else if (!answer.contains(" 101 ")) {
      throw new IllegalStateException("Refused: " + answer + rest);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private byte[] payload() throws IOException {
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  /** Masked with zeros: allowed, and as good as any mask here. */
  private void frame(int first, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    socket.getOutputStream().write(frame.array(), 0, frame.position());
  }

  private static String reason(byte[] payload) {
    return payload.length < 2
        ? "without a reason"
        : (ByteBuffer.wrap(payload).getShort() & 0xffff)
            + " "
            + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
  }
}
