package dev.fanfare.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One burst: connects, lets the publishers speak, counts everything that comes, and looks into what
 * comes to some of the listeners. One use, one thread.
 */
final class Load implements Listener, AutoCloseable {
  private static final int MOST_OBSERVERS = 16;
  private static final int CONNECTS_AT_ONCE = 100;
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  private final Selector selector = Selector.open();
  private final Link.Scratch scratch = new Link.Scratch();
  private final Node node;
  private final String room;
  private final Scenario scenario;
  private final Variant.Format format;
  private final List<Link> links = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private final int[] observers;
  private final long start = System.nanoTime();
  private long due;
  private int next;
  private long received;
  private long disordered;

  Load(Node node, String room, Scenario scenario, Variant.Format format, int size)
      throws IOException {
    this.node = node;
    this.room = room;
    this.scenario = scenario;
    this.format = format;
    this.observers = new int[scenario.sockets()];
    int looked = Math.min(MOST_OBSERVERS, scenario.sockets());
    Arrays.fill(observers, -1);
    for (int i = 0; i < looked; i++) {
      observers[looked == 1 ? 0 : i * (scenario.sockets() - 1) / (looked - 1)] = i;
    }
    connect();
    boolean json = format != Variant.Format.RAW;
    int first = format == Variant.Format.SSE ? scenario.sockets() : 0;
    for (int i = 0; i < scenario.publishers(); i++) {
      publishers.add(new Publisher(i, links.get(first + i), room, json, size, looked));
    }
  }

  /** Speaks for a while unmeasured, then measured, then waits for what is still to come. */
  Result run(double unmeasured, double measured) throws IOException {
    due = now();
    speak(unmeasured);
    latencies.clear();
    long before = received;
    double cpu = node.cpu();
    long began = now();
    speak(measured);
    double seconds = (now() - began) / 1e9;
    double used = node.cpu() - cpu;
    long delivered = received - before;
    double p50 = latencies.quantile(0.50);
    double p99 = latencies.quantile(0.99);
    long expected =
        publishers.stream().mapToLong(Publisher::sent).sum() * (long) scenario.sockets();
    waitFor(expected);
    return new Result(
        delivered / seconds, delivered / used, p50, p99, expected - received, disordered);
  }

  @Override
  public void message(int link, byte[] bytes, int from, int to) {
    received++;
    int observer = observers[link];
    if (observer < 0) {
      return;
    }
    int at = Message.find(bytes, from, to);
    if (at < 0) {
      throw new IllegalStateException("Nobody said " + new String(bytes, from, to - from));
    }
    latencies.add(now() - Message.nanos(bytes, at));
    Publisher publisher = publishers.get(Message.publisher(bytes, at));
    if (!publisher.seen(observer, Message.sequence(bytes, at))) {
      disordered++;
    }
  }

  @Override
  public void close() throws IOException {
    for (Link link : links) {
      link.close();
    }
    selector.close();
  }

  private void connect() throws IOException {
    int port = node.port();
    boolean sse = format == Variant.Format.SSE;
    boolean json = format == Variant.Format.V1;
    String place = "room=" + room;
    for (int i = 0; i < scenario.sockets(); i++) {
      links.add(
          sse
              ? new StreamLink(i, selector, port, room, this)
              : new SocketLink(i, selector, port, place, json, this));
      if (links.size() % CONNECTS_AT_ONCE == 0) {
        waitUntilOpen();
      }
    }
    for (int i = 0; sse && i < scenario.publishers(); i++) {
      links.add(new SocketLink(links.size(), selector, port, "", true, this));
    }
    waitUntilOpen();
  }

  private void waitUntilOpen() throws IOException {
    long end = now() + PATIENCE;
    while (!links.stream().allMatch(Link::open)) {
      if (now() > end) {
        throw new IOException("The server does not answer");
      }
      read(100);
    }
  }

  private void waitFor(long expected) throws IOException {
    long end = now() + PATIENCE;
    while (received < expected && now() < end) {
      long before = received;
      read(100);
      end = received > before ? now() + PATIENCE : end;
    }
  }

  private void speak(double seconds) throws IOException {
    long end = now() + (long) (seconds * 1e9);
    for (long now = now(); now < end; now = now()) {
      if (scenario.rate() > 0) {
        sayWhatIsDue(now);
      } else {
        fillWindows(now);
      }
      for (Publisher publisher : publishers) {
        publisher.flush();
      }
      long left = scenario.rate() > 0 ? due - now() : 1_000_000;
      read(left / 1_000_000);
    }
  }

  private void fillWindows(long now) {
    for (Publisher publisher : publishers) {
      while (publisher.underWay() < scenario.window()) {
        publisher.say(now);
      }
    }
  }

  private void sayWhatIsDue(long now) {
    for (; due <= now; due += 1_000_000_000 / scenario.rate()) {
      Publisher publisher = publishers.get(next++ % publishers.size());
      if (publisher.underWay() < scenario.window()) {
        publisher.say(due);
      }
    }
  }

  /** Takes what is there, or waits for it so many milliseconds. */
  private void read(long millis) throws IOException {
    if (millis > 0) {
      selector.select(this::ready, millis);
    } else {
      selector.selectNow(this::ready);
    }
  }

  private void ready(SelectionKey key) {
    try {
      ((Link) key.attachment()).ready(scratch);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private long now() {
    return System.nanoTime() - start;
  }
}
