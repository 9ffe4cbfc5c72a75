package dev.fanfare.launch;

import dev.fanfare.config.Cluster;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Where this node meets the others. */
record ClusterAddress(String host, int port) {

  static ClusterAddress of(Cluster cluster) {
    return new ClusterAddress(cluster.host(), cluster.port());
  }

  /** Reads {@code host:port}; an IPv6 host is in brackets. */
  static ClusterAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    return new ClusterAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  boolean isIn(List<String> nodes) {
    return nodes.stream().map(ClusterAddress::parse).anyMatch(this::isSameAs);
  }

  private boolean isSameAs(ClusterAddress other) {
    return port == other.port && (host.equalsIgnoreCase(other.host) || resolvesLike(other));
  }

  private boolean resolvesLike(ClusterAddress other) {
    try {
      InetAddress mine = InetAddress.getByName(host);
      return List.of(InetAddress.getAllByName(other.host)).contains(mine);
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /** For a socket; not resolved if there is no such host. */
  InetSocketAddress socket() {
    return new InetSocketAddress(host, port);
  }
}
