package dev.fanfare.bench.fanout;

import dev.fanfare.bench.Memory;
import dev.fanfare.crowd.Crowd;
import dev.fanfare.crowd.Link;
import dev.fanfare.crowd.Listener;
import java.io.IOException;

/**
 * What connections cost on which nothing happens: the real server, as many listeners in one room as
 * {@code sockets} says, and what the server's memory has grown by, for each. See {@link Options}
 * for the words that change what is measured; each process may need as many open files.
 */
public final class IdleBench implements Listener {
  private static final int FIRST = 200;
  private static final String ROOM = "idle";

  private final Options options;

  private IdleBench(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) {
    try {
      Options options = Options.parse(arguments);
      for (Variant variant : options.variants()) {
        new IdleBench(options).measure(variant);
      }
    } catch (IllegalArgumentException | IOException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(1);
    }
  }

  private void measure(Variant variant) throws IOException {
    try (Node node = Node.start(Node.conf(variant.history(), options), options);
        Crowd crowd = new Crowd(node.port())) {
      // The first ones load classes and fill caches.
      variant.format().connectAll(FIRST, crowd, ROOM, this);
      long live = Memory.live(node.pid());
      long resident = Memory.resident(node.pid());
      variant.format().connectAll(options.sockets(), crowd, ROOM, this);
      long nowResident = Memory.resident(node.pid());
      long nowLive = Memory.live(node.pid());
      System.out.printf(
          "%-10s %d connections: %d bytes of live heap and %d of real memory each (%d MB -> %d MB)%n",
          variant,
          options.sockets(),
          (nowLive - live) / options.sockets(),
          (nowResident - resident) / options.sockets(),
          resident >> 20,
          nowResident >> 20);
    }
  }

  @Override
  public void heard(Link link, byte[] bytes, int from, int to) {}

  @Override
  public void ended(Link link, int code) throws IOException {
    throw new IOException("The server closed a connection with " + code);
  }
}
