package dev.fanfare.bench.fanout;

import dev.fanfare.bench.Memory;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * What connections cost on which nothing happens: the real server, as many listeners in one room as
 * {@code sockets} says, and what the server's memory has grown by, for each. See {@link Options}
 * for the words that change what is measured; each process may need as many open files.
 */
public final class IdleBench {
  private static final int FIRST = 200;
  private static final int CONNECTS_AT_ONCE = 100;

  private final Options options;
  private final Selector selector = Selector.open();
  private final Link.Scratch scratch = new Link.Scratch();
  private final List<Link> links = new ArrayList<>();

  private IdleBench(Options options) throws IOException {
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
    try (Node node = Node.start(variant.history(), options)) {
      // The first ones load classes and fill caches.
      connect(node, FIRST, variant.format());
      long live = Memory.live(node.pid());
      long resident = Memory.resident(node.pid());
      connect(node, options.sockets(), variant.format());
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
    } finally {
      for (Link link : links) {
        link.close();
      }
      selector.close();
    }
  }

  private void connect(Node node, int more, Variant.Format format) throws IOException {
    int all = links.size() + more;
    int opened = links.size();
    while (opened < all) {
      while (links.size() < Math.min(all, opened + CONNECTS_AT_ONCE)) {
        links.add(link(links.size(), node.port(), format));
      }
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        ((Link) key.attachment()).ready(scratch);
      }
      selector.selectedKeys().clear();
      while (opened < links.size() && links.get(opened).open()) {
        opened++;
      }
    }
  }

  private Link link(int number, int port, Variant.Format format) throws IOException {
    Listener deaf = (link, bytes, from, to) -> {};
    return format == Variant.Format.SSE
        ? new StreamLink(number, selector, port, "idle", deaf)
        : new SocketLink(number, selector, port, "room=idle", format == Variant.Format.V1, deaf);
  }
}
