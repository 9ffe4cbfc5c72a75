package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.contract.ClusterCertificates;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that know each other by certificates. */
class BusTlsIT {
  private static final byte[] SIGNAL =
      HexFormat.of().parseHex("010102056c6f62627902753103416e6e02733101027b7d");

  private final TwoNodes nodes = new TwoNodes();
  @TempDir private Path directory;

  private ClusterCertificates authority(String name) throws IOException {
    return new ClusterCertificates(Files.createDirectory(directory.resolve(name)));
  }

  private Start node(int number, JsonObject tls) {
    return nodes.node(number, new JsonObject().put("cluster", new JsonObject().put("tls", tls)));
  }

  @Test
  void nodesOfOneAuthorityTalkAndNobodyElseSaysAnything()
      throws IOException, GeneralSecurityException {
    ClusterCertificates ours = authority("ours");
    ClusterCertificates others = authority("others");
    others.node("stranger");
    try (FanfareJar a = node(0, ours.node("a")).ready();
        FanfareJar b = node(1, ours.node("b")).ready()) {
      TwoNodes.assertTalking(a, b);
      try (Client atA = Client.speaking("fanfare.v1.json", a, "/ws?room=lobby")) {
        atA.nextJson("joined");
        try (Socket plain = nodes.bus(0)) {
          assertRefused(plain);
        }
        assertRefused(ours.client(null));
        assertRefused(others.client("stranger"));
        // A node's own certificate opens the door: so it is the certificate that counts.
        try (SSLSocket node = tls(ours.client("b"))) {
          BusPortIT.sendToAllRooms(node, "fanfare.batch", SIGNAL);
          assertThat(BusPortIT.afterPresence(atA).getString("type")).isEqualTo("signal");
        }
      }
      TwoNodes.assertTalking(a, b);
      assertThat(a.terminate()).isEqualTo(143);
    }
  }

  @Test
  void aNodeWhoseCertificateIsNotOursDoesNotStart() throws IOException, GeneralSecurityException {
    JsonObject wrong =
        authority("others").node("stranger").put("ca", authority("ours").node("a").getString("ca"));
    try (FanfareJar node = node(0, wrong).started()) {
      assertThat(node.awaitExit()).isEqualTo(2);
      assertThat(node.err())
          .singleElement()
          .asString()
          .startsWith("cluster.tls.cert: the other nodes would not believe ");
    }
  }

  /** Whoever says it: the configuration or the launcher. */
  @Test
  void aBusBeyondThisMachineWantsCertificates() {
    for (Start start :
        List.of(
            nodes.node(0, new JsonObject("{\"cluster\":{\"bus-host\":\"0.0.0.0\"}}")),
            nodes.node(0, new JsonObject()).args("-cluster-host", "0.0.0.0"))) {
      try (FanfareJar node = start.started()) {
        assertThat(node.awaitExit()).isEqualTo(2);
        assertThat(node.err())
            .singleElement()
            .asString()
            .contains("0.0.0.0 is beyond this machine");
      }
    }
  }

  private SSLSocket tls(SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(nodes.bus(0), "127.0.0.1", nodes.busPort(0), true);
    socket.startHandshake();
    return socket;
  }

  /** With TLS 1.3 a client learns only when it reads that its certificate was not liked. */
  private void assertRefused(SSLContext context) {
    assertThatThrownBy(
            () -> {
              try (SSLSocket socket = tls(context)) {
                BusPortIT.sendToAllRooms(socket, "fanfare.batch", SIGNAL);
                if (socket.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              }
            })
        .isInstanceOf(IOException.class);
  }

  private static void assertRefused(Socket plain) throws IOException {
    try {
      BusPortIT.sendToAllRooms(plain, "fanfare.batch", SIGNAL);
      plain.getInputStream().readAllBytes(); // at most an alert
    } catch (java.net.SocketException reset) {
      // refused as well
    }
  }
}
