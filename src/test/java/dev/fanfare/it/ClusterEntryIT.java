package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FreePorts;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that the others cannot reach over the event bus is sent no clients, and says why. */
class ClusterEntryIT {
  private final List<Integer> ports = FreePorts.some(3);

  private Start node(int port) {
    return Start.jar()
        .args("-cluster")
        .conf(
            new JsonObject()
                .put("http", new JsonObject().put("instances", 1))
                .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"))
                .put("cluster", TwoNodes.meeting(port, ports.get(0), ports.get(1))));
  }

  @Test
  void aNodeThatAdvertisesAnAddressWhereNobodyReachesItIsNotReady() throws Exception {
    try (FanfareJar first = node(ports.get(0)).ready();
        FanfareJar second =
            node(ports.get(1))
                .port(ports.get(2))
                .args("-cluster-public-host", "127.0.0.9")
                .started()) {
      String warning = second.awaitLine("Not ready. ");
      assertThat(warning)
          .contains("127.0.0.1:" + ports.get(0) + " did not")
          .contains("Hazelcast at 127.0.0.1:" + ports.get(1))
          .contains("event bus at 127.0.0.9:")
          .contains("cluster.bus-host");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + ports.get(2) + "/health/ready"))
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
