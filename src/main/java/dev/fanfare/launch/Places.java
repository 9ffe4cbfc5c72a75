package dev.fanfare.launch;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections there are, of each address and of all together. Each address is counted for
 * itself, of IPv6 too: the nodes of a cluster may share a /64. Any thread.
 */
final class Places {
  private final int mostOfOne;
  private final int most;
  private final Map<InetAddress, Integer> taken = new HashMap<>();
  private int all;

  Places(int mostOfOne, int most) {
    this.mostOfOne = mostOfOne;
    this.most = most;
  }

  /** Takes one, if there is one left; it is to be given back then. */
  synchronized boolean take(InetAddress address) {
    int before = taken.getOrDefault(address, 0);
    if (all == most || before == mostOfOne) {
      return false;
    }
    taken.put(address, before + 1);
    all++;
    return true;
  }

  synchronized void giveBack(InetAddress address) {
    taken.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    all--;
  }
}
