package dev.fanfare.crowd;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection of a {@link Crowd}: the HTTP head, then whatever its kind makes of the bytes.
 * Owned by the crowd's thread.
 */
public abstract class Link {
  static final int CLOSED_WITHOUT_A_WORD = 1006;

  /**
   * Several of the largest segments of the loopback interface (64 KiB). With less than one the
   * kernel offers room only when it holds nothing at all, and now and then a connection goes on at
   * one message a second for minutes.
   */
  private static final int NARROW = 256 * 1024;

  private static final byte[] NOTHING = {};
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final int number;
  private final Crowd crowd;
  private final String request;
  private final String expected;
  private final Listener listener;
  private final SocketChannel channel;
  private final SelectionKey key;
  private byte[] rest = NOTHING;
  private byte[] out = NOTHING;
  private int outFrom;
  private int outTo;
  private boolean sending;
  private boolean open;
  private boolean paused;

  /**
   * @param number for whoever listens
   * @param request the head of a request, with {@code \n} at the ends of lines
   * @param expected the status of the answer
   * @param narrow whether the kernel shall keep little of what is not read
   */
  Link(int number, Crowd crowd, String request, String expected, boolean narrow, Listener listener)
      throws IOException {
    this.number = number;
    this.crowd = crowd;
    this.request = request;
    this.expected = " " + expected + " ";
    this.listener = listener;
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (narrow) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, NARROW);
    }
    key = channel.register(crowd.selector, SelectionKey.OP_CONNECT, this);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), crowd.port(number)));
  }

  /**
   * Takes in what is complete between two places.
   *
   * @return from where on the bytes are to be shown again, with more behind them
   */
  abstract int take(byte[] bytes, int from, int to) throws IOException;

  public final int number() {
    return number;
  }

  /** Whether the server has answered the head. */
  public final boolean open() {
    return open;
  }

  /** Reads nothing any more, or again. */
  public final void pause(boolean on) {
    paused = on;
    if (open && key.isValid()) {
      key.interestOps(wanted());
    }
  }

  public final void close() throws IOException {
    channel.close();
  }

  /** At the beginning of the crowd's next turn, with whatever else there is. */
  final void send(byte[] bytes) {
    if (outTo + bytes.length > out.length) {
      int waiting = outTo - outFrom;
      byte[] more = new byte[2 * (waiting + bytes.length)];
      System.arraycopy(out, outFrom, more, 0, waiting);
      out = more;
      outFrom = 0;
      outTo = waiting;
    }
    System.arraycopy(bytes, 0, out, outTo, bytes.length);
    outTo += bytes.length;
    if (!sending) {
      sending = true;
      crowd.toSend.add(this);
    }
  }

  final void heard(byte[] bytes, int from, int to) throws IOException {
    listener.heard(this, bytes, from, to);
  }

  final void ended(int code) throws IOException {
    if (channel.isOpen()) {
      flush();
      channel.close();
      listener.ended(this, code);
    }
  }

  /** Does what the selector says can be done. */
  final void ready() throws IOException {
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        send(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      if (key.isValid() && key.isWritable()) {
        flush();
      }
      if (key.isValid() && key.isReadable()) {
        read();
      }
    } catch (SocketException | EOFException gone) {
      ended(CLOSED_WITHOUT_A_WORD);
    }
  }

  /** Sends what the network takes now, the rest as soon as it takes more. */
  final void flush() {
    sending = false;
    try {
      outFrom += channel.write(ByteBuffer.wrap(out, outFrom, outTo - outFrom));
    } catch (IOException gone) {
      outFrom = outTo; // reading tells
    }
    if (outFrom == outTo) {
      out = NOTHING;
      outFrom = 0;
      outTo = 0;
    }
    if (key.isValid() && key.interestOps() != wanted()) {
      key.interestOps(wanted());
    }
  }

  private int wanted() {
    return (paused ? 0 : SelectionKey.OP_READ) | (outTo > outFrom ? SelectionKey.OP_WRITE : 0);
  }

  private void read() throws IOException {
    ByteBuffer scratch = crowd.scratch.clear().put(rest);
    if (channel.read(scratch) < 0) {
      throw new EOFException();
    }
    int to = scratch.position();
    int from = open ? 0 : head(scratch.array(), to);
    from = open ? take(scratch.array(), from, to) : from;
    rest = from == to ? NOTHING : Arrays.copyOfRange(scratch.array(), from, to);
  }

  private int head(byte[] bytes, int to) throws IOException {
    for (int i = HEAD_END.length; i <= to; i++) {
      if (Arrays.equals(bytes, i - HEAD_END.length, i, HEAD_END, 0, HEAD_END.length)) {
        String head = new String(bytes, 0, i, StandardCharsets.ISO_8859_1);
        if (!head.lines().findFirst().orElse("").contains(expected)) {
          channel.close();
          listener.refused(this, head);
          return 0;
        }
        open = true;
        return i;
      }
    }
    return 0;
  }
}
