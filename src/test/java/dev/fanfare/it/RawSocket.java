package dev.fanfare.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client that sends whatever bytes it is told to, right or wrong, and reads when it is told to.
 * One thread uses it.
 */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  static final int FIN = 0x80;
  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

  /** The head of an HTTP answer and what Content-Length says of the body. */
  record Answer(int status, Map<String, String> headers, String body) {}

  /** A frame as it came. */
  record Frame(int first, byte[] payload) {
    int opcode() {
      return first & 0x0f;
    }

    int closeCode() {
      return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private final FanfareJar server;
  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  /**
   * @param receiveBuffer bytes that the kernel keeps for this side, 0: as it likes
   */
  private RawSocket(FanfareJar server, int receiveBuffer) throws IOException {
    this.server = server;
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) FanfareJar.PATIENCE.toMillis());
    socket.connect(
        new InetSocketAddress("localhost", server.port()), (int) FanfareJar.PATIENCE.toMillis());
    in = new BufferedInputStream(socket.getInputStream(), receiveBuffer > 0 ? 1 : 8192);
    out = socket.getOutputStream();
  }

  /** Connects and says nothing. */
  static RawSocket to(FanfareJar server) throws IOException {
    return new RawSocket(server, 0);
  }

  /** Connects and says nothing; the kernel keeps little of what is not read. */
  static RawSocket narrow(FanfareJar server) throws IOException {
    return new RawSocket(server, 4096);
  }

  /** An open WebSocket. */
  static RawSocket open(FanfareJar server, String path, String... headers) throws IOException {
    return upgraded(new RawSocket(server, 0), path, headers);
  }

  /** An open WebSocket whose kernel keeps little of what is not read. */
  static RawSocket openNarrow(FanfareJar server, String path) throws IOException {
    return upgraded(narrow(server), path);
  }

  private static RawSocket upgraded(RawSocket socket, String path, String... headers)
      throws IOException {
    socket.handshake(path, headers);
    Answer answer = socket.answer();
    if (answer.status() != 101) {
      throw socket.server.failure("No WebSocket at " + path + ": " + answer);
    }
    return socket;
  }

  /** Asks for a WebSocket, with more header lines. */
  RawSocket handshake(String path, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 4);
    all[headers.length] = "Upgrade: websocket";
    all[headers.length + 1] = "Connection: Upgrade";
    all[headers.length + 2] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    all[headers.length + 3] = "Sec-WebSocket-Version: 13";
    return request("GET " + path + " HTTP/1.1", all);
  }

  /** Sends a request line and header lines; {@code Host} is added. */
  RawSocket request(String line, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(line).append("\r\n");
    head.append("Host: localhost:").append(server.port()).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return send(head.append("\r\n").toString());
  }

  RawSocket send(String bytes) throws IOException {
    return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawSocket send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** A masked frame, as clients must send it. */
  RawSocket frame(int first, byte[] payload) throws IOException {
    return send(framed(first, payload));
  }

  RawSocket text(String text) throws IOException {
    return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of a masked frame. */
  static byte[] framed(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      frame.write(0x80 | 126);
      frame.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    } else {
      frame.write(0x80 | 127);
      frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % 4]);
    }
    return frame.toByteArray();
  }

  /** The head of the next HTTP answer, and its body. */
  Answer answer() throws IOException {
    String status = line();
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(exactly(length), StandardCharsets.UTF_8);
    return new Answer(Integer.parseInt(status.split(" ")[1]), headers, body);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = one(); c != '\n'; c = one()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** The next chunk of a body in the chunked transfer coding; empty: it was the last one. */
  String chunk() throws IOException {
    int length = Integer.parseInt(line(), 16);
    String chunk = new String(exactly(length), StandardCharsets.UTF_8);
    line();
    return chunk;
  }

  /** The next frame, of whatever kind. */
  Frame next() throws IOException {
    int first = one();
    int length = one();
    if (length == 126) {
      length = ByteBuffer.wrap(exactly(2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = Math.toIntExact(ByteBuffer.wrap(exactly(8)).getLong());
    }
    return new Frame(first, exactly(length));
  }

  /**
   * Reads on to the close frame, answers it and returns its code, or 1006 if the connection ends
   * without.
   */
  int closeCode() throws IOException {
    try {
      while (true) {
        Frame frame = next();
        if (frame.opcode() == CLOSE) {
          answerClose(frame);
          return frame.closeCode();
        }
      }
    } catch (IOException ended) {
      return 1006;
    }
  }

  void answerClose(Frame close) {
    try {
      frame(FIN | CLOSE, close.payload());
    } catch (IOException gone) {
      // the server did not wait for it
    }
  }

  /** Ends the connection at once, with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says that nothing more will be sent. */
  void end() throws IOException {
    socket.shutdownOutput();
  }

  /** All that still comes, as text. */
  String rest() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      for (int c = in.read(); c >= 0; c = in.read()) {
        rest.write(c);
      }
    } catch (SocketTimeoutException late) {
      throw server.failure("The server did not end this connection; it sent " + rest);
    } catch (IOException reset) {
      // the end
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads up to these characters of ASCII and with them. */
  void until(String end) throws IOException {
    StringBuilder last = new StringBuilder();
    while (!last.toString().equals(end)) {
      last.append((char) one());
      if (last.length() > end.length()) {
        last.deleteCharAt(0);
      }
    }
  }

  /** Reads until the other side has ended the connection, by a word or by force. */
  void awaitEnd() throws IOException {
    byte[] some = new byte[65_536];
    try {
      int got = 0;
      while (got >= 0) {
        got = in.read(some);
      }
    } catch (SocketTimeoutException late) {
      throw server.failure("The server did not end this connection");
    } catch (IOException reset) {
      // ended too
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended");
    }
    return bytes;
  }

  private int one() throws IOException {
    try {
      int read = in.read();
      if (read < 0) {
        throw new EOFException("the connection ended");
      }
      return read;
    } catch (SocketTimeoutException late) {
      throw server.failure("Nothing came from the server");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
