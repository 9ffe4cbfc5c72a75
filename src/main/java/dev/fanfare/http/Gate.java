package dev.fanfare.http;

import static dev.fanfare.metrics.Count.REFUSED;
import static dev.fanfare.metrics.Count.SESSIONS;

import dev.fanfare.access.AddressLimits;
import dev.fanfare.access.Guest;
import dev.fanfare.access.Guests;
import dev.fanfare.access.Hosts;
import dev.fanfare.access.Insiders;
import dev.fanfare.access.OriginPolicy;
import dev.fanfare.access.TrustedProxies;
import dev.fanfare.access.Visitor;
import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks at who comes, before anything is done for them: host, origin, address, guest key and name.
 * Owned by its loop; what it counts is shared by the node.
 */
final class Gate {
  private static final long RETRY_FULL_MILLIS = 10_000;
  private static final long RETRY_DRAINING_MILLIS = 2_000;

  private final Node node;
  private final OriginPolicy origins;
  private final Hosts hosts;
  private final TrustedProxies proxies;
  private final Insiders insiders;
  private final Guests guests = new Guests(new SecureRandom());

  Gate(Node node) {
    this.node = node;
    this.origins = new OriginPolicy(node.config().access().origins());
    this.hosts = new Hosts(node.config().http().hosts());
    this.proxies = new TrustedProxies(node.config().http().trustedProxies());
    this.insiders = new Insiders(proxies);
  }

  /** One session of an address, to be given back. */
  final class Place {
    private final String address;
    private boolean left;

    private Place(String address) {
      this.address = address;
    }

    /** Gives it back; a second time: nothing. */
    void leave() {
      if (!left) {
        left = true;
        node.meters().of(SESSIONS).decrement();
        node.addresses().release(address);
      }
    }
  }

  /** A route handler: only what was asked for by an allowed name. */
  void checkHost(RoutingContext ctx) {
    String host = visitor(ctx.request()).host();
    if (!hosts.allows(host)) {
      throw Refusal.of(
          Code.FORBIDDEN,
          "This server is not known by that host name; http.hosts lists those that it answers to.");
    }
    ctx.next();
  }

  /** Keeps pages of other origins out. */
  void checkOrigin(HttpServerRequest request) {
    checkOrigin(request, origins);
  }

  /** Keeps pages out that this policy does not know. */
  void checkOrigin(HttpServerRequest request, OriginPolicy policy) {
    if (!policy.allows(
        request.getHeader("Origin"),
        request.getHeader("Sec-Fetch-Site"),
        visitor(request).host())) {
      throw Refusal.of(
          Code.FORBIDDEN,
          "Pages of that origin may not connect here; access.origins lists those that may.");
    }
  }

  /** Refuses all who come to the main port but those over localhost and at trusted addresses. */
  void requireInsider(HttpServerRequest request) {
    boolean brought = node.config().http().proxyProtocol();
    if (brought && !isSaid(request.remoteAddress(), request.connection().remoteAddress(true))
        || !insiders.include(visitor(request), brought, request.headers().names())) {
      throw Refusal.of(
          Code.FORBIDDEN,
          "This is shown only over localhost and to addresses in http.trusted-proxies;"
              + " metrics.listener gives it a port of its own.");
    }
  }

  /**
   * Whether the PROXY protocol says an address; else all we see is that of the proxy.
   *
   * @param real what is at the other end
   */
  static boolean isSaid(SocketAddress seen, SocketAddress real) {
    return seen.hostAddress() != null && !seen.equals(real);
  }

  /** The origins whose pages are let in everywhere. */
  OriginPolicy origins() {
    return origins;
  }

  /** A new user under a name that is not of their choice. */
  Guest given(String name) {
    return guests.given(name);
  }

  /** Refuses who would stay for a while at a node that stops. */
  void requireStaying() {
    if (node.readiness().draining()) {
      throw Refusal.of(Code.DRAINING, "This node is stopping; ask again and another answers.")
          .retryAfter(RETRY_DRAINING_MILLIS);
    }
  }

  /** Takes the place of one more session, within the limits of its address and of the node. */
  Place enter(HttpServerRequest request) {
    requireStaying();
    String address = visitor(request).address();
    AddressLimits addresses = node.addresses();
    refuse(addresses.handshake(address, node.clocks().steady().getAsLong()));
    int most = node.config().limits().sessions();
    if (most > 0 && node.meters().of(SESSIONS).sum() >= most) {
      refuse(
          Refusal.of(Code.UNAVAILABLE, "This node has all the sessions it may have.")
              .retryAfter(RETRY_FULL_MILLIS));
    }
    refuse(addresses.acquire(address));
    node.meters().of(SESSIONS).increment();
    return new Place(address);
  }

  /** Counts a publication over HTTP against its address. */
  void post(HttpServerRequest request) {
    refuse(node.addresses().post(visitor(request).address(), node.clocks().steady().getAsLong()));
  }

  /** Who the query says it is. */
  Guest guest(MultiMap query) {
    return guests.guest(query.get("guest"), query.get("name"));
  }

  /** Whose keys are one key space for de-duplication. */
  String scope(Guest guest, HttpServerRequest request) {
    return guest.lasting() ? guest.user().id() : visitor(request).address();
  }

  /** Where the request comes from, behind trusted proxies. */
  Visitor visitor(HttpServerRequest request) {
    return proxies.visitor(
        peer(request),
        request.getHeader("Host"),
        request.isSSL(),
        name -> request.headers().getAll(name));
  }

  /** What is at the other end, or what the PROXY protocol says is; for a path, the proxy. */
  private static String peer(HttpServerRequest request) {
    String said = request.remoteAddress().hostAddress();
    return said == null ? request.connection().remoteAddress(true).hostAddress() : said;
  }

  private void refuse(@Nullable Refusal refusal) {
    if (refusal != null) {
      node.meters().of(REFUSED).increment();
      throw refusal;
    }
  }
}
