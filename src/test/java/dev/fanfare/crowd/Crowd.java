package dev.fanfare.crowd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Very many connections to one server, or to some of one cluster in turn, on one thread: the one
 * that calls.
 */
public final class Crowd implements AutoCloseable {
  private static final int MOST_AT_ONCE = 512 * 1024;

  private final int[] ports;
  final Selector selector = Selector.open();

  /** What came over the link that is being read, for all of them in turn. */
  final ByteBuffer scratch = ByteBuffer.allocate(MOST_AT_ONCE);

  final List<Link> toSend = new ArrayList<>();

  public Crowd(int... ports) throws IOException {
    this.ports = ports;
  }

  /** Where the link of that number connects. */
  int port(int number) {
    return ports[number % ports.length];
  }

  /** Takes and sends what can be, or waits so many milliseconds for that; 0: does not wait. */
  public void turn(long millis) throws IOException {
    for (int i = 0; i < toSend.size(); i++) {
      toSend.get(i).flush();
    }
    toSend.clear();
    try {
      if (millis > 0) {
        selector.select(Crowd::ready, millis);
      } else {
        selector.selectNow(Crowd::ready);
      }
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  /** Waits until the server has answered all of them; fails if nothing happens for a while. */
  public void awaitOpen(Collection<? extends Link> links, long patienceMillis) throws IOException {
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    while (!links.stream().allMatch(Link::open)) {
      if (System.nanoTime() > end) {
        throw new IOException("The server does not answer");
      }
      turn(100);
    }
  }

  /** Ends all connections without a word. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private static void ready(SelectionKey key) {
    try {
      ((Link) key.attachment()).ready();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
