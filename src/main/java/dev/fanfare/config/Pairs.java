package dev.fanfare.config;

import dev.fanfare.config.Endpoint.Accepts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What no value can tell alone: values that cannot be together, and some that are unwise. */
final class Pairs {

  /** What is left of two minutes is for the last answers, the history and the cluster. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(90);

  static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  /** Ports from 1024 on that browsers refuse to speak with. */
  private static final Set<Integer> BLOCKED =
      Set.of(
          1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
          6669, 6679, 6697, 10080);

  private Pairs() {}

  /** Checks one record as soon as it is there. */
  static void check(Object section, Place at) {
    if (section instanceof Http http) http(http, at);
    if (section instanceof Endpoint endpoint) endpoint(endpoint, at);
    if (section instanceof Listener listener) listener(listener, at);
    if (section instanceof Limits limits) limits(limits, at);
    if (section instanceof Drain drain) drain(drain, at);
    if (section instanceof Cluster cluster && at.clustered()) cluster(cluster, at);
    if (section instanceof FanfareConfig config) whole(config, at);
  }

  private static void http(Http http, Place at) {
    if (http.idle().compareTo(http.ping()) <= 0)
      at.key("idle")
          .refuse(
              show(http.idle())
                  + " is not longer than http.ping, "
                  + show(http.ping())
                  + "; raise this or lower that");
    blocked(http.port(), at);
  }

  private static void listener(Listener listener, Place at) {
    blocked(listener.port(), at);
    Paths.check(listener.endpoints(), at.key("endpoints"));
  }

  private static void blocked(int port, Place at) {
    if (BLOCKED.contains(port))
      at.key("port").warn(port + " is a port that browsers refuse to open; programs do not");
  }

  private static void endpoint(Endpoint endpoint, Place at) {
    if (endpoint.accepts().isEmpty())
      at.key("accepts").refuse("nothing could connect here; expected [\"websocket\"]");
    if (endpoint.accepts().containsAll(List.of(Accepts.WEBSOCKET, Accepts.PUSH)))
      at.key("accepts").refuse("sockets either talk, websocket, or only listen, push");
    if (endpoint.field() != null && !endpoint.accepts().contains(Accepts.PUBLISH))
      at.key("field").refuse("only publish takes forms; add it to accepts");
    if (endpoint.format().template() == null
        && endpoint.accepts().contains(Accepts.POLL)
        && !"json".equals(endpoint.format().name()))
      at.key("format").refuse("poll answers JSON; expected json or a template");
  }

  private static void limits(Limits limits, Place at) {
    atLeast("burst", limits.burst(), "rate", limits.rate(), at);
    atLeast("post-burst", limits.postBurst(), "post-rate", limits.postRate(), at);
    if (limits.outboundBytes() < limits.messageBytes())
      at.key("outbound-bytes")
          .warn("less than limits.message-bytes: one large message makes a client slow");
    Share total = limits.outboundTotal();
    if (total.bytes() > 0 && total.bytes() < limits.outboundBytes())
      at.key("outbound-total")
          .warn("less than limits.outbound-bytes: what one client may owe is too much for all");
  }

  private static void atLeast(String burst, int most, String rate, int perSecond, Place at) {
    if (perSecond > 0 && most < perSecond)
      at.key(burst)
          .refuse(
              most
                  + " is less than limits."
                  + rate
                  + ", "
                  + perSecond
                  + "; raise this to "
                  + perSecond
                  + " or lower that");
  }

  private static void drain(Drain drain, Place at) {
    if (drain.notice().plus(drain.spread()).compareTo(LONGEST_DRAIN) > 0)
      at.key("spread")
          .refuse(
              show(drain.spread())
                  + " and drain.notice, "
                  + show(drain.notice())
                  + ", are more than "
                  + show(LONGEST_DRAIN)
                  + " together; Vert.x' launchers end the process two minutes after a signal, so"
                  + " lower one of them");
  }

  private static void cluster(Cluster cluster, Place at) {
    beyond(cluster.host(), "host", cluster, at);
    if (cluster.kubernetes() != null) service(cluster, at);
    if (cluster.size() > 0 && cluster.size() < cluster.join().size())
      at.key("size")
          .refuse(
              cluster.size()
                  + " is less than the "
                  + cluster.join().size()
                  + " nodes in cluster.join; raise this, or leave it 0 to count those");
    if (cluster.busHost() != null) beyond(cluster.busHost(), "bus-host", cluster, at);
  }

  private static void service(Cluster cluster, Place at) {
    if (!cluster.join().isEmpty())
      at.key("join").refuse("nodes are found by cluster.kubernetes.service-dns; leave out one");
    if (cluster.majority() && cluster.size() == 0)
      at.key("size")
          .refuse(
              "a service does not tell how many nodes there are when all are there; give their"
                  + " number, or set cluster.majority to false");
  }

  private static void beyond(String host, String key, Cluster cluster, Place at) {
    if (!cluster.mayListenAt(host))
      at.key(key)
          .refuse(
              host
                  + " is beyond this machine, where nodes would speak without encryption; keep "
                  + at.path
                  + "."
                  + key
                  + " at 127.0.0.1, give them certificates with cluster.tls, or set"
                  + " cluster.insecure to true if only nodes reach that network");
    else if (key.equals("host") && !Cluster.isLoopback(host))
      at.key(key)
          .warn(
              "what Hazelcast sends between nodes (cluster.port) is not encrypted, and it believes"
                  + " whoever reaches it; keep others out of that network");
  }

  private static void whole(FanfareConfig config, Place at) {
    Paths.check(config.endpoints(), at.key("endpoints"));
    Paths.keepFree(Http.LIVE, "", config.endpoints(), at.key("endpoints"));
    Paths.keepFree(Http.READY, "", config.endpoints(), at.key("endpoints"));
    Http http = config.http();
    if (http.proxyProtocol()) proxies(http, at.key("http"));
    MetricsPort.check(config, at);
    config
        .listeners()
        .forEach(
            (name, listener) -> {
              if (listener.proxyProtocol()) proxies(http, at.key("listeners").entry(name));
            });
    Listening web = new Listening("http.port", http.host(), http.port());
    List<Listening> ports = new ArrayList<>(List.of(web));
    config
        .listeners()
        .forEach(
            (name, listener) -> {
              Listening more =
                  new Listening("listeners." + name + ".port", listener.host(), listener.port());
              ports.forEach(port -> more.apartFrom(port, at));
              ports.add(more);
            });
    if (!at.clustered()) return;
    Cluster cluster = config.cluster();
    String busHost = cluster.busHost() == null ? cluster.host() : cluster.busHost();
    Listening node = new Listening("cluster.port", cluster.host(), cluster.port());
    Listening bus = new Listening("cluster.bus-port", busHost, cluster.busPort());
    ports.forEach(port -> node.apartFrom(port, at));
    ports.forEach(port -> bus.apartFrom(port, at));
    bus.apartFrom(node, at);
  }

  /** Anybody could say any address. */
  private static void proxies(Http http, Place at) {
    if (http.trustedProxies().isEmpty())
      at.key("proxy-protocol")
          .refuse("nobody may connect until http.trusted-proxies lists your proxies");
  }

  /** A port that this node opens. */
  private record Listening(String key, String host, int port) {

    void apartFrom(Listening other, Place at) {
      boolean same = host.equals(other.host);
      boolean overlap = EVERYWHERE.contains(host) || EVERYWHERE.contains(other.host);
      if (port == 0 || port != other.port || !(same || overlap)) return;
      at.key(key).refuse(port + " is " + other.key + " as well; they need different ports");
    }
  }

  private static String show(Duration duration) {
    return Unit.TIME.show(duration.toMillis());
  }
}
