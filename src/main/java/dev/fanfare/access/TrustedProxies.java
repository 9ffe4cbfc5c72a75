package dev.fanfare.access;

import dev.fanfare.config.Cidr;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the visitor behind the proxies. Immutable.
 *
 * <p>Each proxy adds to the right what it saw; anything further left may be invented by the
 * visitor. So the way is walked from the right, over trusted addresses, to the first that is not.
 * Of a peer that is not trusted nothing is believed.
 */
public final class TrustedProxies {

  /**
   * The address, and how many trusted machines it passed.
   *
   * @param told something was said of the way, and it could be read up to there
   */
  private record Way(Ip visitor, int hops, boolean told) {}

  private final List<Cidr> trusted;

  /**
   * @param trusted {@code http.trusted-proxies}
   */
  public TrustedProxies(List<Cidr> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /** Whether this address is one of the trusted. */
  public boolean trusts(String address) {
    Ip ip = Ip.parse(address);
    return ip != null && trusts(ip);
  }

  /**
   * @param peer the address at the other end of the connection
   * @param host the {@code Host} header
   * @param secure whether the connection itself has TLS
   * @param headers all lines of a header by its name, empty if there are none
   */
  public Visitor visitor(
      String peer, @Nullable String host, boolean secure, Function<String, List<String>> headers) {
    Ip ip = Ip.parse(peer);
    if (ip == null) return new Visitor(peer, host, secure, false);
    if (!trusts(ip)) return new Visitor(ip.toString(), host, secure, false);
    List<String> forwarded = headers.apply("Forwarded");
    Way way = way(ip, Forwarded.list(headers.apply("X-Forwarded-For")), parts("for", forwarded));
    String asked = said(way, headers.apply("X-Forwarded-Host"), parts("host", forwarded));
    String scheme = said(way, headers.apply("X-Forwarded-Proto"), parts("proto", forwarded));
    return new Visitor(
        way.visitor().toString(),
        Authority.parse(asked) == null ? host : asked,
        scheme == null
            ? secure
            : scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("wss"),
        way.told() && !way.visitor().equals(ip));
  }

  /**
   * A proxy writes one of the two headers and passes the other on as it came. Where they differ,
   * nobody can tell which is invented, and neither counts.
   */
  private Way way(Ip peer, List<String> plain, List<String> standard) {
    Way one = walk(peer, plain);
    Way other = walk(peer, standard);
    if (standard.isEmpty()) return one;
    if (plain.isEmpty()) return other;
    return one.visitor().equals(other.visitor())
        ? new Way(one.visitor(), one.hops(), one.told() && other.told())
        : new Way(peer, 1, false);
  }

  private Way walk(Ip peer, List<String> values) {
    Ip at = peer;
    int hops = 1;
    for (int i = values.size() - 1; i >= 0; i--) {
      Ip before = Ip.parseNode(values.get(i));
      if (before == null) return new Way(at, hops, false);
      at = before;
      if (!trusts(before)) break;
      hops++;
    }
    return new Way(at, hops, !values.isEmpty());
  }

  /** Null if nothing was said, or two things. */
  private static @Nullable String said(Way way, List<String> lines, List<String> standard) {
    String one = outermost(way, Forwarded.list(lines));
    String other = outermost(way, standard);
    if (one == null || other == null) return one == null ? other : one;
    return one.equals(other) ? one : null;
  }

  /** What the outermost trusted proxy said, if proxies append; what there is, if they replace. */
  private static @Nullable String outermost(Way way, List<String> values) {
    if (values.isEmpty()) return null;
    String value = values.get(Math.max(0, values.size() - way.hops()));
    return value.isEmpty() ? null : value;
  }

  /** A broken header is one unknown stop: the way ends at the peer. */
  private static List<String> parts(String name, List<String> lines) {
    List<String> parts = Forwarded.parameter(name, lines);
    return parts == null ? List.of("") : parts;
  }

  private boolean trusts(Ip ip) {
    for (Cidr network : trusted) {
      if (network.contains(ip.address())) return true;
    }
    return false;
  }
}
