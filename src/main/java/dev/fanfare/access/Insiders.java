package dev.fanfare.access;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * Those who may see what is not for strangers: who asks over localhost, or from an address that is
 * trusted. Immutable.
 *
 * <p>Who comes through a proxy looks to us like somebody on the proxy's machine, which may be ours.
 * So it counts who that proxy says it is, if it is trusted, says so, and leaves no doubt: strangers
 * can add to what it says, so that nobody can tell and the address is only that of a proxy. And who
 * was said must be a trusted address: another machine's loopback is nobody we know.
 */
public final class Insiders {
  private static final Set<String> SIGNS_OF_A_PROXY =
      Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip");

  private final TrustedProxies trusted;

  public Insiders(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  /**
   * @param visitor who asks, as {@link TrustedProxies} found out
   * @param brought the PROXY protocol says that address; else it is at the other end
   * @param headers the names of the request's headers
   */
  public boolean include(Visitor visitor, boolean brought, Collection<String> headers) {
    Ip ip = Ip.parse(visitor.address());
    if (ip == null) return false;
    boolean proxied = headers.stream().anyMatch(Insiders::isSignOfAProxy);
    if (proxied && !visitor.told()) return false;
    boolean loopback = ip.address().isLoopbackAddress();
    return proxied || brought
        ? !loopback && trusted.trusts(visitor.address())
        : loopback || trusted.trusts(visitor.address());
  }

  private static boolean isSignOfAProxy(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.startsWith("x-forwarded") || SIGNS_OF_A_PROXY.contains(name);
  }
}
