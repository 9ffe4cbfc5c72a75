package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.it.SlowClient.Way;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Very many clients that do not read, each of them within its own limit, need more native memory
 * than there is: what waits for all of them together stays within its bound, and who reads notices
 * nothing.
 */
class OutboundTotalIT {
  private static final int SLOW = 30;
  private static final int POLLS = 20;

  /** More than what kernels keep of it for somebody who does not read. */
  private static final String MESSAGE = " " + "x".repeat(3_000_000);

  private FanfareJar server;
  private Neighbour neighbour;

  @BeforeEach
  void start() {
    server =
        Start.jar()
            .jvm("-Xmx128m", "-XX:MaxDirectMemorySize=48m")
            .conf(
                """
                {"http": {"instances": 2},
                 "history": {"kind": "memory", "bytes": "4MiB"},
                 "rooms": [{"match": "skip-*", "slow-consumer": "skip"}],
                 "limits": {"message-bytes": "4MiB", "outbound-bytes": "16MiB"}}
                """)
            .ready();
    neighbour = new Neighbour(server);
  }

  @AfterEach
  void stop() {
    neighbour.assertUndisturbed();
    neighbour.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "skip"})
  void whoDoesNotReadGoesBeforeMemoryDoes(String rule) throws Exception {
    List<SlowClient> slow = new ArrayList<>();
    Set<String> ends = new HashSet<>();
    int whole = 0;
    try (Client reader = Client.speaking("fanfare.v1.json", server, "/ws")) {
      for (int i = 0; i < SLOW; i++) {
        Way way = i % 2 == 0 ? Way.V1 : Way.STREAM;
        String room = rule + "-" + i;
        slow.add(SlowClient.to(server, way, room, "now"));
        reader.send(new JsonObject().put("type", "join").put("room", room));
        reader.nextJson("joined");
        assertThat(say(room, i).statusCode()).isEqualTo(201);
        JsonObject heard = reader.nextJson("message");
        assertThat(heard.getString("room")).isEqualTo(room);
        assertThat(heard.getString("body")).isEqualTo(i + MESSAGE);
        server.assertQuiet();
      }
      for (SlowClient client : slow) {
        whole += client.hearsAMessage() ? 1 : 0;
        ends.add(client.ending());
        client.close();
      }
    }
    assertThat(whole).as("as many as memory is meant for").isBetween(1, 4);
    assertThat(ends).isSubsetOf("not yet", "4001", "1006", "the end of the stream");
  }

  private HttpResponse<String> say(String room, int number) {
    return server.http().post("/rooms/" + room + "/messages", number + MESSAGE);
  }

  @Test
  void pollsThatAreNotReadGoToo() throws Exception {
    say("page", 0);
    List<RawSocket> polls = new ArrayList<>();
    for (int i = 0; i < POLLS; i++) {
      RawSocket poll = RawSocket.narrow(server);
      poll.request("GET /rooms/page/messages?since=start&wait=30 HTTP/1.1", "Connection: close");
      polls.add(poll);
      HttpResponse<String> healthy;
      do {
        healthy = server.http().get("/rooms/page/messages");
        assertThat(healthy.statusCode()).isIn(200, 503);
      } while (healthy.statusCode() != 200);
      assertThat(new JsonObject(healthy.body()).getJsonArray("messages")).hasSize(1);
      server.assertQuiet();
    }
    for (RawSocket poll : polls) {
      poll.awaitEnd();
      poll.close();
    }
  }
}
