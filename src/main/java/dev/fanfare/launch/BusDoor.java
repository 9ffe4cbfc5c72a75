package dev.fanfare.launch;

import dev.fanfare.launch.GuardedTransport.Guard;
import dev.fanfare.message.Clocks;
import dev.fanfare.metrics.Seldom;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets connections to the event bus in: so many, and without certificates only what speaks like a
 * node. Vert.x accepts any number, and they would take the descriptors that clients need. Any
 * thread.
 */
final class BusDoor implements Guard {
  private static final Logger LOG = LoggerFactory.getLogger(BusDoor.class);

  /** Each node has one connection to each other, two for a moment when it comes back. */
  static final int MOST_OF_ONE_ADDRESS = 64;

  private static final int MOST = 1_024;

  private final int mostBytes;
  private final boolean encrypted;
  private final Places places = new Places(MOST_OF_ONE_ADDRESS, MOST);
  private final Seldom wordOfRecords = new Seldom(Clocks.system().steady());
  private final Seldom wordOfPlaces = new Seldom(Clocks.system().steady());

  /**
   * @param mostBytes of one message
   * @param encrypted only nodes say anything: they have certificates
   */
  BusDoor(int mostBytes, boolean encrypted) {
    this.mostBytes = mostBytes;
    this.encrypted = encrypted;
  }

  @Override
  public boolean admits(Channel connection) {
    if (!(connection.remoteAddress() instanceof InetSocketAddress from)) {
      return false; // gone already
    }
    InetAddress address = from.getAddress();
    if (!places.take(address)) {
      if (wordOfPlaces.now()) {
        LOG.warn(
            "Refused a connection to the event bus from {}: {} from there or {} in all are open."
                + " Only nodes may reach cluster.bus-port.",
            address.getHostAddress(),
            MOST_OF_ONE_ADDRESS,
            MOST);
      }
      return false;
    }
    connection.closeFuture().addListener(closed -> places.giveBack(address));
    if (!encrypted) {
      connection.pipeline().addLast(new BusRecords(mostBytes, wordOfRecords));
    }
    return true;
  }
}
