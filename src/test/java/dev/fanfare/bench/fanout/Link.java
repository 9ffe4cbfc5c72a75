package dev.fanfare.bench.fanout;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection of a client: the HTTP head, then whatever its kind makes of the bytes. Owned by
 * the load's thread.
 */
abstract class Link {
  /** What came and can be looked at now; all links of a load share it. */
  static final class Scratch {
    final byte[] bytes = new byte[512 * 1024];
    final ByteBuffer buffer = ByteBuffer.wrap(bytes);
  }

  private static final byte[] NOTHING = {};
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  final int number;
  private final String request;
  private final String expected;
  private final SocketChannel channel;
  private final SelectionKey key;
  private byte[] rest = NOTHING;
  private ByteBuffer out = ByteBuffer.allocate(0);
  private boolean open;

  /**
   * @param request the head of a request, with {@code \n} at the ends of lines
   * @param expected the status of the answer
   */
  Link(int number, Selector selector, int port, String request, String expected)
      throws IOException {
    this.number = number;
    this.request = request;
    this.expected = " " + expected + " ";
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Takes in what is complete between two places.
   *
   * @return from where on the bytes are to be shown again, with more behind them
   */
  abstract int take(byte[] bytes, int from, int to) throws IOException;

  /** Whether the server has answered the head. */
  final boolean open() {
    return open;
  }

  /** Does what the selector says can be done. */
  final void ready(Scratch scratch) throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      send(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    if (key.isWritable()) {
      write();
    }
    if (key.isReadable()) {
      read(scratch);
    }
  }

  final void send(byte[] bytes) throws IOException {
    if (out.hasRemaining()) {
      ByteBuffer both = ByteBuffer.allocate(out.remaining() + bytes.length);
      out = both.put(out).put(bytes).flip();
    } else {
      out = ByteBuffer.wrap(bytes);
    }
    write();
  }

  final void close() throws IOException {
    channel.close();
  }

  private void write() throws IOException {
    channel.write(out);
    int wanted = SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  private void read(Scratch scratch) throws IOException {
    scratch.buffer.clear().put(rest);
    if (channel.read(scratch.buffer) < 0) {
      throw new EOFException("The server closed connection " + number);
    }
    int to = scratch.buffer.position();
    int from = open ? 0 : head(scratch.bytes, to);
    from = open ? take(scratch.bytes, from, to) : from;
    rest = from == to ? NOTHING : Arrays.copyOfRange(scratch.bytes, from, to);
  }

  private int head(byte[] bytes, int to) throws IOException {
    for (int i = HEAD_END.length; i <= to; i++) {
      if (Arrays.equals(bytes, i - HEAD_END.length, i, HEAD_END, 0, HEAD_END.length)) {
        String head = new String(bytes, 0, i, StandardCharsets.ISO_8859_1);
        if (!head.lines().findFirst().orElse("").contains(expected)) {
          throw new IOException("The server answered: " + head);
        }
        open = true;
        return i;
      }
    }
    return 0;
  }
}
