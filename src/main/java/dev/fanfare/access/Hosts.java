package dev.fanfare.access;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The host names that requests may ask for. Without such a list, a foreign name that is made to
 * point here (DNS rebinding) is as good as the own one. Immutable.
 */
public final class Hosts {
  private final Set<String> names = new HashSet<>();
  private final boolean any;

  /**
   * @param names without ports; empty: any
   */
  public Hosts(List<String> names) {
    any = names.isEmpty();
    for (String name : names) this.names.add(bare(bracketed(name)));
  }

  /**
   * @param host the {@code Host} header; its port does not matter
   */
  public boolean allows(@Nullable String host) {
    if (any) return true;
    Authority authority = Authority.parse(host);
    return authority != null && names.contains(bare(authority.host()));
  }

  private static String bracketed(String name) {
    boolean bare6 = name.indexOf(':') != name.lastIndexOf(':') && !name.startsWith("[");
    return bare6 ? "[" + name + "]" : name;
  }

  /** Without the port that somebody may have written, and the dot of the root. */
  private static String bare(String name) {
    Authority authority = Authority.parse(name);
    String host = authority == null ? name : authority.host();
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
