package dev.fanfare.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How nodes find each other; means something only when started with {@code -cluster}. */
public record Cluster(
    @Key(doc = "Only nodes of the same name form a cluster", is = "fanfare") String name,
    @Key(doc = "Address of this node for the others", is = "127.0.0.1", form = Form.HOST)
        String host,
    @Key(doc = "Port of this node for the others", is = "5701", range = "0..65535") int port,
    @Key(
            doc = "All nodes as host:port, this one among them; empty = this machine only",
            is = "",
            form = Form.HOST_PORT)
        List<String> join,
    @Key(doc = "Find the nodes by the name of a service", optional = true)
        @Nullable Kubernetes kubernetes,
    @Key(
            doc = "Nodes when all are there; 0 = as many as cluster.join names",
            is = "0",
            range = "0..1000")
        int size,
    @Key(doc = "Of three nodes or more, write only while more than half are there", is = "true")
        boolean majority,
    @Key(
            doc = "Address for messages between nodes; cluster.host when missing",
            optional = true,
            form = Form.HOST)
        @Nullable String busHost,
    @Key(doc = "Port for messages between nodes; 0 = any free one", is = "0", range = "0..65535")
        int busPort,
    @Key(
            doc =
                "Encrypt messages between nodes, and take them only from nodes with a certificate",
            optional = true)
        @Nullable BusTls tls,
    @Key(doc = "Whether to leave this machine without cluster.tls", is = "false")
        boolean insecure) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "[::1]");

  public Cluster {
    join = List.copyOf(join);
  }

  /** Whether only this machine reaches that address. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.contains(host) || host.startsWith("127.");
  }

  /** Whether messages between nodes may be taken at that address. */
  public boolean mayListenAt(String host) {
    return insecure || tls != null || isLoopback(host);
  }

  /** So many nodes must be there to write; two cannot tell who is right. */
  public int neededToWrite() {
    int nodes = size == 0 ? join.size() : size;
    return majority && nodes >= 3 ? nodes / 2 + 1 : 1;
  }
}
