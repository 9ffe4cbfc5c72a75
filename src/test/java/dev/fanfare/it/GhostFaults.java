package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who was at a node that died is not shown as present for long, with the grace as shipped. */
class GhostFaults {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final TwoNodes nodes = new TwoNodes();

  @Test
  void peopleOfAKilledNodeAreGoneInTime() throws IOException {
    JsonObject nothingMore = new JsonObject();
    try (FanfareJar a = nodes.node(0, nothingMore).ready();
        FanfareJar b = nodes.node(1, nothingMore).ready();
        Client bob = client(b, "Bob")) {
      bob.nextJson("joined");
      try (Client ann = client(a, "Ann");
          Client cid = client(a, "Cid");
          RawSocket stream = RawSocket.to(a)) {
        stream.request("GET /rooms/lobby/messages?name=Eve HTTP/1.1", "Accept: text/event-stream");
        stream.until("id: ");
        ann.nextJson("joined");
        cid.nextJson("joined");
        while (bob.nextJson("presence").getInteger("count") < 4) {
          // who came first
        }
        a.kill();
        long died = System.nanoTime();
        JsonObject news = bob.nextJson("presence");
        while (news.getInteger("count") > 1) {
          news = bob.nextJson("presence");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - died);
        System.out.println("FAULT | ghosts after kill -9 | gone after " + took.toMillis() + " ms");
        assertThat(took).isLessThan(LONGEST);
        bob.send(new JsonObject().put("type", "members").put("room", "lobby"));
        JsonArray members = bob.nextJson("members").getJsonArray("members");
        assertThat(members).hasSize(1);
      }
    }
  }

  private static Client client(FanfareJar node, String name) {
    return Client.speaking(
        "fanfare.v1.json", node, "/ws?room=lobby&guest=" + name + "-0123456789abc&name=" + name);
  }
}
