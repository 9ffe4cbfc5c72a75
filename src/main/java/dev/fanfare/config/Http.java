package dev.fanfare.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The web server: where it listens, what it serves, whom it believes. */
public record Http(
    @Key(doc = "Address to listen on", is = "0.0.0.0", form = Form.HOST) String host,
    @Key(doc = "Port to listen on; 0 takes any free one", is = "8080", range = "0..65535") int port,
    @Key(
            doc = "Directory of the static files; when it is missing, the copy inside the jar",
            is = "webroot")
        String webroot,
    @Key(doc = "Event loops that serve; 0 = one for each core", is = "0", range = "0..1024")
        int instances,
    @Key(doc = "Native transport where there is one (auto), Java's (nio) or io_uring", is = "auto")
        Transport transport,
    @Key(
            doc =
                "How messages leave: framed once for all connections (direct), or by Vert.x for each"
                    + " one (plain): slower, but almost all by its public API",
            is = "direct")
        Outbound outbound,
    @Key(
            doc =
                "For so long a room's messages are collected before they are sent on: later by that"
                    + " much, for less CPU where there are many",
            is = "0ms",
            range = "0ms..100ms")
        Duration linger,
    @Key(
            doc =
                "Compress for clients that want it: WebSocket messages (permessage-deflate), pages and"
                    + " JSON. Costs CPU; not event streams",
            is = "false")
        boolean compression,
    @Key(doc = "Serve HTTPS with these PEM files", optional = true) @Nullable Tls tls,
    @Key(doc = "Addresses or networks of proxies whose forwarding headers count", is = "")
        List<Cidr> trustedProxies,
    @Key(
            doc =
                "Take only connections that begin with the header of the PROXY protocol, from"
                    + " http.trusted-proxies; it tells the client's address",
            is = "false")
        boolean proxyProtocol,
    @Key(doc = "Host names that requests may ask for; empty = any", is = "", form = Form.HOST)
        List<String> hosts,
    @Key(doc = "Time between WebSocket pings", is = "25s", range = "10ms..1d") Duration ping,
    @Key(
            doc =
                "WebSocket: close when nothing came in for so long; HTTP: when nothing went either"
                    + " way. Longer than http.ping",
            is = "60s",
            range = "10ms..7d")
        Duration idle) {

  /** Where it says that it runs. */
  public static final String LIVE = "/health/live";

  /** Where it says that it wants clients. */
  public static final String READY = "/health/ready";

  public Http {
    trustedProxies = List.copyOf(trustedProxies);
    hosts = List.copyOf(hosts);
  }

  /** How bytes reach the kernel. */
  public enum Transport {
    AUTO,
    NIO,
    IO_URING
  }

  /** How messages leave. */
  public enum Outbound {
    DIRECT,
    PLAIN
  }
}
