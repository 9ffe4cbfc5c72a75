package dev.fanfare.http;

import dev.fanfare.config.Http;
import dev.fanfare.config.Listener;
import dev.fanfare.config.Tls;
import org.jspecify.annotations.Nullable;

/** Where a server listens, and what comes before the first request there. */
record Port(String host, int port, @Nullable Tls tls, boolean proxyProtocol) {
  static Port of(Http http) {
    return new Port(http.host(), http.port(), http.tls(), http.proxyProtocol());
  }

  static Port of(Listener listener) {
    return new Port(listener.host(), listener.port(), listener.tls(), listener.proxyProtocol());
  }
}
