package dev.fanfare.bench.fanout;

import dev.fanfare.crowd.Crowd;
import dev.fanfare.crowd.Link;
import dev.fanfare.crowd.Listener;
import dev.fanfare.crowd.SocketLink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What things cost each of three nodes of a cluster beside fan-out, in processor time: nothing at
 * all, a stored message, a signal, connections without traffic, and rooms that are open. Clients
 * speak to the first node. Of the {@link Options} it takes {@code seconds} for each, {@code
 * warm-up} in which messages are stored, {@code sockets}, {@code size} and {@code instances}.
 */
public final class ClusterCostBench implements Listener {
  private static final String ROOM = "cost";
  private static final int ROOMS = 300;
  private static final long PATIENCE_MILLIS = 30_000;

  private final Options options;
  private final Site site;
  private final HttpClient client = HttpClient.newHttpClient();
  private int posted;
  private int heard;

  private ClusterCostBench(Options options, Site site) {
    this.options = options;
    this.site = site;
  }

  public static void main(String[] arguments) {
    try {
      Options options = Options.parse(arguments);
      try (Site site = Site.start("cluster", options)) {
        new ClusterCostBench(options, site).run();
      }
    } catch (IllegalArgumentException | IOException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(1);
    }
  }

  /** One step of some load; how many things it was. */
  private interface Step {
    int run() throws IOException;
  }

  private void run() throws IOException {
    measure(options.warmUp(), this::post);
    report("a stored message", measure(options.seconds(), this::post));
    try (Crowd crowd = new Crowd(site.ports()[0])) {
      SocketLink speaker = (SocketLink) Variant.Format.V1.connect(0, crowd, ROOM, this);
      Link listener = Variant.Format.V1.connect(1, crowd, ROOM, this);
      crowd.awaitOpen(List.of(speaker, listener), PATIENCE_MILLIS);
      measure(options.seconds(), () -> signal(crowd, speaker));
      report("a signal", measure(options.seconds(), () -> signal(crowd, speaker)));
    }
    connected("no connections", Variant.Format.RAW, 0);
    connected("raw, in one room", Variant.Format.RAW, options.sockets());
    connected("v1, each with a room of its own, too", Variant.Format.V1, options.sockets());
  }

  private int post() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/rooms/cost-%d/messages"
                        .formatted(site.ports()[0], ++posted % ROOMS)))
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("x".repeat(options.size())))
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 201) {
        throw new IOException("A message was answered with " + status);
      }
      return 1;
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  /** Said at the first node, and heard there by somebody else: others hear it on their way. */
  private int signal(Crowd crowd, SocketLink speaker) throws IOException {
    int before = heard;
    speaker.say(
        "{\"type\":\"signal\",\"room\":\"cost\",\"body\":\"typing\"}"
            .getBytes(StandardCharsets.UTF_8));
    while (heard == before) {
      crowd.turn(1);
    }
    return 1;
  }

  /** Over all nodes, and nothing is said: only pings, beats, and what nodes look after. */
  private void connected(String what, Variant.Format format, int count) throws IOException {
    try (Crowd crowd = new Crowd(site.ports())) {
      format.connectAll(count, crowd, ROOM, this);
      measure(options.seconds(), () -> turn(crowd)); // what coming costs is over then
      Spent spent = measure(2 * options.seconds(), () -> turn(crowd));
      System.out.printf("%-38s %5d %s%n", what, count, spent.shares());
    }
  }

  private static int turn(Crowd crowd) throws IOException {
    crowd.turn(10);
    return 0;
  }

  private Spent measure(double seconds, Step step) throws IOException {
    double[] before = site.nodes().stream().mapToDouble(Node::cpu).toArray();
    long began = System.nanoTime();
    int done = 0;
    double passed = 0;
    while (passed < seconds) {
      done += step.run();
      passed = (System.nanoTime() - began) / 1e9;
    }
    double[] used = site.nodes().stream().mapToDouble(Node::cpu).toArray();
    for (int i = 0; i < used.length; i++) {
      used[i] -= before[i];
    }
    return new Spent(done, passed, used);
  }

  private static void report(String what, Spent spent) {
    System.out.printf("%-38s %5d %s%n", what, spent.done(), spent.each());
  }

  /**
   * @param used by each node, in seconds
   */
  private record Spent(int done, double seconds, double[] used) {
    String each() {
      StringBuilder all = new StringBuilder("times, µs of each node:");
      for (double one : used) {
        all.append(" %.0f".formatted(one * 1e6 / done));
      }
      return all.toString();
    }

    String shares() {
      StringBuilder all = new StringBuilder("connections, % of a core of each node:");
      for (double one : used) {
        all.append(" %.2f".formatted(one * 100 / seconds));
      }
      return all.toString();
    }
  }

  @Override
  public void heard(Link link, byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    heard += text.contains("typing") ? 1 : 0;
  }

  @Override
  public void ended(Link link, int code) throws IOException {
    throw new IOException("The server closed a connection with " + code);
  }
}
