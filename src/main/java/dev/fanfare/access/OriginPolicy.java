package dev.fanfare.access;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect and publish: those of this very host, and those listed. Browsers say
 * where a page is from and let no page lie about it; programs say nothing and may. Immutable.
 *
 * <p>Host and port must be those that were asked for; the scheme may differ, because TLS ends at
 * proxies. {@code null} (sandboxes, files) is nobody's origin and never allowed, not even by {@code
 * *}.
 */
public final class OriginPolicy {
  private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9+.-]{0,31})://(.+)");

  private final boolean any;
  private final Set<String> listed = new HashSet<>();

  /**
   * @param origins such as {@code https://a.example}, or {@code *} for any
   */
  public OriginPolicy(List<String> origins) {
    any = origins.contains("*");
    for (String text : origins) {
      Origin origin = Origin.parse(text);
      if (origin != null) listed.add(origin.whole());
    }
  }

  /**
   * @param origin the header of that name, null if there is none
   * @param secFetchSite the header of that name: browsers that keep back the origin still send it
   * @param host what was asked for: the {@code Host} header, or what a trusted proxy says it was
   */
  public boolean allows(
      @Nullable String origin, @Nullable String secFetchSite, @Nullable String host) {
    if (origin == null) return !"cross-site".equalsIgnoreCase(secFetchSite);
    Origin parsed = Origin.parse(origin);
    return parsed != null && (listed(parsed) || parsed.isOf(Authority.parse(host)));
  }

  /** Whether answers may be shared with pages of that origin (CORS). */
  public boolean listed(@Nullable String origin) {
    Origin parsed = origin == null ? null : Origin.parse(origin);
    return parsed != null && listed(parsed);
  }

  private boolean listed(Origin origin) {
    return any || listed.contains(origin.whole());
  }

  /** RFC 6454: scheme, host, port. Apps have schemes of their own; they can only be listed. */
  private record Origin(String scheme, Authority authority) {

    static @Nullable Origin parse(String text) {
      Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) return null;
      Authority authority = Authority.parse(matcher.group(2));
      return authority == null ? null : new Origin(matcher.group(1), authority);
    }

    boolean isOf(@Nullable Authority host) {
      int usual = usualPort();
      return host != null
          && usual > 0
          && authority.host().equals(host.host())
          && authority.portOr(usual) == host.portOr(usual);
    }

    String whole() {
      return scheme + "://" + authority.host() + ":" + authority.portOr(usualPort());
    }

    private int usualPort() {
      return scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : 0;
    }
  }
}
