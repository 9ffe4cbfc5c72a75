package dev.fanfare.access;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Those who may see what is not for strangers: who asks from this machine, or from an address that
 * is trusted. Immutable.
 *
 * <p>Who comes through a proxy looks to us like somebody on the proxy's machine, which may be ours.
 * So it counts who that proxy says it is, if it is trusted and says so; and that must be a trusted
 * address: another machine's loopback is nobody we know.
 */
public final class Insiders {
  private static final Set<String> SIGNS_OF_A_PROXY =
      Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip");

  private final TrustedProxies trusted;

  public Insiders(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  /**
   * @param peer the address at the other end of the connection
   * @param visitor who asks, as {@link TrustedProxies} found out
   * @param headers the names of the request's headers
   */
  public boolean include(String peer, Visitor visitor, Collection<String> headers) {
    Ip ip = Ip.parse(peer);
    if (ip == null) return false;
    boolean itself = visitor.address().equals(ip.toString());
    boolean proxied = !itself || headers.stream().anyMatch(Insiders::isSignOfAProxy);
    return proxied
        ? !itself && trusted.trusts(visitor.address())
        : ip.address().isLoopbackAddress() || trusted.trusts(peer);
  }

  private static boolean isSignOfAProxy(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.startsWith("x-forwarded") || SIGNS_OF_A_PROXY.contains(name);
  }
}
