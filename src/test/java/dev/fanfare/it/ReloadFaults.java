package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page that is loaded again behind a load balancer. */
class ReloadFaults {
  private final TwoNodes nodes = new TwoNodes();

  /**
   * Eve's browser loads the page again, and its connection comes to the other node. Cid, whose
   * connection is lost after hers was, is gone when her grace is over too.
   */
  @Test
  void aReloadThatLandsElsewhereIsNoNews() {
    JsonObject grace = new JsonObject("{\"presence\":{\"grace\":\"6s\"}}");
    try (FanfareJar a = nodes.node(0, grace).ready();
        FanfareJar b = nodes.node(1, grace).ready();
        Client bob = client(b, "bob", "Bob");
        Relay relay = new Relay(a);
        Chromium chromium = Chromium.launch();
        Visitor eve = chromium.visitor(Chromium.desktop())) {
      List<String> nodes = new ArrayList<>();
      eve.page()
          .onWebSocket(
              socket ->
                  socket.onFrameReceived(
                      frame -> {
                        JsonObject said = new JsonObject(frame.text());
                        if (said.getString("type").equals("welcome")) {
                          nodes.add(said.getString("node"));
                        }
                      }));
      assertThat(named(bob.nextJson("presence"), "joined")).containsExactly("Bob");
      eve.open(relay.address()).join("Eve");
      assertThat(named(bob.nextJson("presence"), "joined")).containsExactly("Eve");
      relay.to(b);
      eve.page().reload();
      eve.joined();
      eve.say("here again");
      assertThat(bob.nextJson("message").getJsonObject("from").getString("name")).isEqualTo("Eve");
      assertThat(nodes).as("where she was").hasSize(2).doesNotHaveDuplicates();
      try (Client cid = client(a, "cid", "Cid")) {
        cid.nextJson("joined");
        // Who comes and goes before anybody is told of it is no news.
        assertThat(named(bob.nextJson("presence"), "joined")).containsExactly("Cid");
      }
      JsonObject next = bob.nextJson("presence");
      assertThat(named(next, "left")).containsExactly("Cid");
      assertThat(next.getInteger("count")).isEqualTo(2);
      assertThat(eve.complaints()).isEmpty();
    }
  }

  private static Client client(FanfareJar node, String guest, String name) {
    return Client.speaking(
        "fanfare.v1.json", node, "/ws?room=lobby&guest=" + guest + "-0123456789abc&name=" + name);
  }

  private static List<String> named(JsonObject news, String how) {
    return news.getJsonArray(how).stream()
        .map(user -> ((JsonObject) user).getString("name"))
        .toList();
  }
}
