package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** A node that the others cannot reach over the event bus is sent no clients, and says why. */
class ClusterEntryIT {
  private final int[] ports = new int[3];

  /** Ports that were free a moment ago, of the loopback only. */
  ClusterEntryIT() throws IOException {
    ServerSocket[] open = new ServerSocket[ports.length];
    for (int i = 0; i < ports.length; i++) {
      open[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      ports[i] = open[i].getLocalPort();
    }
    for (ServerSocket socket : open) {
      socket.close();
    }
  }

  private Start node(int port) {
    return Start.jar()
        .args("-cluster")
        .conf(
            new JsonObject()
                .put("http", new JsonObject().put("instances", 1))
                .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"))
                .put("cluster", TwoNodes.meeting(port, ports[0], ports[1])));
  }

  @Test
  void aNodeThatAdvertisesAnAddressWhereNobodyReachesItIsNotReady() throws Exception {
    try (FanfareJar first = node(ports[0]).ready();
        FanfareJar second =
            node(ports[1]).port(ports[2]).args("-cluster-public-host", "127.0.0.9").started()) {
      String warning = second.awaitLine("Not ready. ");
      assertThat(warning)
          .contains("127.0.0.1:" + ports[0] + " did not")
          .contains("Hazelcast at 127.0.0.1:" + ports[1])
          .contains("event bus at 127.0.0.9:")
          .contains("cluster.bus-host");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + ports[2] + "/health/ready"))
                      .build(),
                  BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      JsonObject problem = Http.problem(answer);
      assertThat(problem.getString("code")).isEqualTo("unavailable");
      assertThat(problem.getString("detail")).contains("event bus").doesNotContain("127.0.0");
      assertThat(second.out()).noneMatch(line -> line.contains("Fanfare is ready"));
      assertThat(first.http().get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(second.terminate()).isEqualTo(143);
      assertThat(second.out()).filteredOn(line -> line.contains(" WARN ")).hasSize(1);
    }
  }
}
