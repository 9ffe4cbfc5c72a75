package dev.fanfare.bench.fanout;

import dev.fanfare.crowd.Crowd;
import dev.fanfare.crowd.Link;
import dev.fanfare.crowd.Listener;
import dev.fanfare.crowd.SocketLink;
import java.io.IOException;
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
  private static final long PATIENCE_MILLIS = 5_000;

  private final Site site;
  private final Crowd crowd;
  private final String room;
  private final Scenario scenario;
  private final Variant.Format format;
  private final List<Link> links = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private final int size;
  private final int[] observers;
  private final int looked;
  private final long start = System.nanoTime();
  private long due;
  private int next;
  private long received;
  private long disordered;

  Load(Site site, String room, Scenario scenario, Variant.Format format, int size)
      throws IOException {
    this.site = site;
    this.crowd = new Crowd(site.ports());
    this.room = room;
    this.scenario = scenario;
    this.format = format;
    this.observers = new int[scenario.sockets()];
    this.size = size;
    this.looked = Math.min(MOST_OBSERVERS, scenario.sockets());
    Arrays.fill(observers, -1);
    for (int i = 0; i < looked; i++) {
      observers[looked == 1 ? 0 : i * (scenario.sockets() - 1) / (looked - 1)] = i;
    }
    connect();
  }

  /** Speaks for a while unmeasured, then measured, then waits for what is still to come. */
  Result run(double unmeasured, double measured) throws IOException {
    due = now();
    speak(unmeasured);
    latencies.clear();
    long before = received;
    double cpu = site.cpu();
    long began = now();
    speak(measured);
    double seconds = (now() - began) / 1e9;
    double used = site.cpu() - cpu;
    long delivered = received - before;
    double p50 = latencies.quantile(0.50);
    double p99 = latencies.quantile(0.99);
    long expected =
        publishers.stream().mapToLong(Publisher::sent).sum() * (long) scenario.sockets();
    waitFor(expected);
    return new Result(
        delivered / (double) scenario.sockets() / seconds,
        delivered / seconds,
        delivered / used,
        p50,
        p99,
        expected - received,
        disordered);
  }

  @Override
  public void heard(Link link, byte[] bytes, int from, int to) throws IOException {
    boolean json = link instanceof SocketLink && format != Variant.Format.RAW;
    if (json && bytes[from + "{'type':'".length()] == 'e') {
      throw new IOException("The server refused: " + new String(bytes, from, to - from));
    }
    if (link.number() >= scenario.sockets() || !format.isMessage(bytes, from)) {
      return;
    }
    received++;
    int observer = observers[link.number()];
    if (observer < 0) {
      return;
    }
    int at = Message.find(bytes, from, to);
    if (at < 0) {
      throw new IOException("Nobody said " + new String(bytes, from, to - from));
    }
    latencies.add(now() - Message.nanos(bytes, at));
    Publisher publisher = publishers.get(Message.publisher(bytes, at));
    if (!publisher.seen(observer, Message.sequence(bytes, at))) {
      disordered++;
    }
  }

  @Override
  public void ended(Link link, int code) throws IOException {
    throw new IOException("The server closed connection " + link.number() + " with " + code);
  }

  @Override
  public void close() throws IOException {
    crowd.close();
  }

  private void connect() throws IOException {
    for (int i = 0; i < scenario.sockets(); i++) {
      links.add(format.connect(i, crowd, room, this));
      if (links.size() % CONNECTS_AT_ONCE == 0) {
        crowd.awaitOpen(links, PATIENCE_MILLIS);
      }
    }
    for (int i = 0; i < scenario.publishers(); i++) {
      boolean listens = format != Variant.Format.SSE;
      SocketLink link =
          listens
              ? (SocketLink) links.get(i)
              : new SocketLink(links.size(), crowd, "", "fanfare.v1.json", false, this);
      if (!listens) {
        links.add(link);
      }
      boolean json = format != Variant.Format.RAW;
      publishers.add(new Publisher(i, link, room, json, size, looked));
    }
    crowd.awaitOpen(links, PATIENCE_MILLIS);
  }

  private void waitFor(long expected) throws IOException {
    long end = now() + PATIENCE_MILLIS * 1_000_000;
    while (received < expected && now() < end) {
      long before = received;
      crowd.turn(100);
      end = received > before ? now() + PATIENCE_MILLIS * 1_000_000 : end;
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
      long left = scenario.rate() > 0 ? due - now() : 1_000_000;
      crowd.turn(left / 1_000_000);
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

  private long now() {
    return System.nanoTime() - start;
  }
}
