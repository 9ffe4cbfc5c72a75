package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FreePorts;
import dev.fanfare.it.Client.Binary;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on this machine are one server. */
class ClusterIT {
  /** Hazelcast's own choice, and 224.2.2.3 as the kernel writes it. */
  private static final int MULTICAST_PORT = 54327;

  private static final String MULTICAST_GROUP = "030202E0";

  private final int portA;
  private final int portB;

  ClusterIT() {
    List<Integer> ports = FreePorts.some(2);
    portA = ports.get(0);
    portB = ports.get(1);
  }

  private Start node(Start start, int port) {
    return start
        .args("-cluster")
        .conf(
            new JsonObject()
                .put("http", new JsonObject().put("instances", 2))
                .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"))
                .put("cluster", TwoNodes.meeting(port, portA, portB)));
  }

  @Test
  void whatIsSaidAtOneNodeIsHeardAtBoth() throws IOException {
    // One with each launcher.
    try (FanfareJar a = node(Start.jar(), portA).ready();
        FanfareJar b = node(Start.vertxRun(), portB).ready();
        Client atA = Client.to(a, "/ws");
        Client atB = Client.to(b, "/ws")) {
      for (int i = 0; i < 20; i++) {
        atA.send("from a " + i);
        atB.send(new byte[] {(byte) i});
        Client.Received first = atA.next();
        Client.Received second = atA.next();
        assertThat(List.of(first, second))
            .containsExactlyInAnyOrder(
                new Client.Text("from a " + i), Binary.of(new byte[] {(byte) i}));
        assertThat(atB.next()).isEqualTo(first);
        assertThat(atB.next()).isEqualTo(second);
      }
      assertThat(b.http().post("/rooms/lobby/messages", "posted at b").statusCode()).isEqualTo(201);
      assertThat(atA.nextText()).isEqualTo("posted at b");
      assertThat(atB.nextText()).isEqualTo("posted at b");
      assertThat(a.http().get("/rooms/lobby/messages?limit=1").body()).contains("posted at b");

      a.awaitLine("A node came: 127.0.0.1:" + portB + "; 2 are here");
      assertThat(a.out()).hasSize(3).first().asString().contains("Hazelcast at 127.0.0.1:" + portA);
      assertThat(b.out())
          .hasSize(2)
          .first()
          .asString()
          .contains("event bus at 127.0.0.1:")
          .endsWith("reached there by 127.0.0.1:" + portA);
      if (ListeningPorts.canBeTold()) {
        // And one port that the event bus chose.
        assertThat(ListeningPorts.of(a.pid())).containsAll(Set.of(a.port(), portA)).hasSize(3);
        assertThat(ListeningPorts.addresses(a.pid(), "tcp"))
            .contains("0.0.0.0:" + a.port())
            .filteredOn(socket -> !socket.endsWith(":" + a.port()))
            .allMatch(socket -> socket.startsWith("127.0.0.1:"));
        // Vert.x' DNS client has a socket for its answers; nobody listens to Hazelcast's multicast.
        assertThat(ListeningPorts.addresses(a.pid(), "udp"))
            .hasSizeLessThan(3)
            .noneMatch(socket -> socket.endsWith(":" + MULTICAST_PORT));
        assertThat(Path.of("/proc", Long.toString(a.pid()), "net", "igmp"))
            .content()
            .doesNotContain(MULTICAST_GROUP);
      }
      assertThat(b.terminate()).isEqualTo(143);
      b.assertQuiet();
      b.assertOwnWords();
      a.awaitLine("A node is gone: 127.0.0.1:" + portB + "; 1 left");
      atA.send("alone");
      assertThat(atA.nextText()).isEqualTo("alone");
      assertThat(a.terminate()).isEqualTo(143);
      a.assertQuiet();
      a.assertOwnWords();
    }
  }

  @Test
  void aNodeWithAnotherNumberOfPartitionsDoesNotStart(@TempDir Path folder) throws IOException {
    String own =
        """
        <hazelcast xmlns="http://www.hazelcast.com/schema/config">
          <cluster-name>fanfare</cluster-name>
          <network>
            <port auto-increment="false">%d</port>
            <join>
              <auto-detection enabled="false"/>
              <tcp-ip enabled="true"><member>127.0.0.1:%d</member></tcp-ip>
            </join>
            <interfaces enabled="true"><interface>127.0.0.1</interface></interfaces>
          </network>
        </hazelcast>
        """
            .formatted(portB, portA);
    Path file = Files.writeString(folder.resolve("hazelcast.xml"), own);
    try (FanfareJar a = node(Start.jar(), portA).ready();
        FanfareJar b = node(Start.jar(), portB).jvm("-Dvertx.hazelcast.config=" + file).started()) {
      assertThat(b.awaitExit()).isEqualTo(11);
      assertThat(b.out()).anyMatch(line -> line.contains("Incompatible partition count"));
      assertThat(b.err())
          .singleElement()
          .asString()
          .startsWith("Fanfare could not start: the other nodes did not let this one in")
          .endsWith("let it set hazelcast.partition.count to 97");
      a.awaitLine("Incompatible partition count! expected: 97");
      assertThat(a.http().get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aNodeThatItsOwnListDoesNotNameDoesNotStart() {
    try (FanfareJar node =
        Start.jar()
            .args("-cluster")
            .conf("{\"cluster\":{\"port\":1,\"join\":[\"127.0.0.1:2\"]}}")
            .started()) {
      assertThat(node.awaitExit()).isEqualTo(2);
      assertThat(node.err()).singleElement().asString().startsWith("cluster.join: ");
    }
  }
}
