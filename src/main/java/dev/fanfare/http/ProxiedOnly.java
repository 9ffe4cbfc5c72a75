package dev.fanfare.http;

import dev.fanfare.access.TrustedProxies;
import dev.fanfare.config.Cidr;
import dev.fanfare.metrics.Seldom;
import io.vertx.core.http.HttpConnection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the PROXY protocol tells who comes: cuts off everybody but the trusted proxies, who else
 * could say any address. Owned by its loop.
 */
final class ProxiedOnly {
  private static final Logger LOG = LoggerFactory.getLogger(ProxiedOnly.class);

  private final boolean on;
  private final TrustedProxies proxies;
  private final Seldom word;

  /**
   * @param on whether this port speaks the PROXY protocol; else everybody may come
   */
  ProxiedOnly(boolean on, List<Cidr> trusted, Seldom word) {
    this.on = on;
    this.proxies = new TrustedProxies(trusted);
    this.word = word;
  }

  /**
   * Whether to go on with a connection; else it is cut off. To be asked for each request as well:
   * one that came with the header may still be on its way.
   */
  boolean lets(HttpConnection connection) {
    if (!on || proxies.trusts(connection.remoteAddress(true).hostAddress())) {
      return true;
    }
    if (word.now()) {
      LOG.warn(
          "Cut off a connection from {}, which http.trusted-proxies does not list",
          connection.remoteAddress(true).hostAddress());
    }
    VertxInternals.cut(connection);
    return false;
  }
}
