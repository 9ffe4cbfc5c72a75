package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Broadcast with address: text in, {@code [ip]:text} out to everybody. */
class Tutorial0IT {
  private static Tutorials tutorials;

  @BeforeAll
  static void start() throws Exception {
    tutorials = Tutorials.start("{\"http\":{\"ping\":\"100ms\"}}");
  }

  @AfterAll
  static void stop() throws Exception {
    tutorials.close();
  }

  private static WsClients.Socket open() {
    return tutorials.open("broadcast", "/ws");
  }

  @Test
  void everybodyGetsTheTextWithTheAddressOfItsSender() {
    WsClients.Socket ann = open();
    WsClients.Socket bob = open();
    ann.send("hello");
    ann.hears("[127.0.0.1]:hello");
    bob.hears("[127.0.0.1]:hello");
    bob.send("下午好 👍");
    ann.hears("[127.0.0.1]:下午好 👍");
    bob.hears("[127.0.0.1]:下午好 👍");
    end(ann, bob);
  }

  @Test
  void theAddressIsTheVisitorsBehindATrustedProxyAndCanonical() {
    WsClients.Socket ann = tutorials.openFrom("203.0.113.7", "broadcast", "/ws");
    WsClients.Socket bob = tutorials.openFrom("2001:DB8:0:0::0001", "broadcast", "/ws");
    ann.send("a");
    ann.hears("[203.0.113.7]:a");
    bob.hears("[203.0.113.7]:a");
    bob.send("b");
    ann.hears("[2001:db8::1]:b");
    bob.hears("[2001:db8::1]:b");
    end(ann, bob);
  }

  @Test
  void keepAliveIsAPingOfTheProtocolAndNoFrameIsSent() {
    WsClients.Socket ann = open();
    WsClients.Socket bob = open();
    ann.pinged();
    ann.pinged();
    bob.close();
    assertThat(bob.closed()).isEqualTo(1000);
    WsClients.Socket cid = open();
    cid.send("fence");
    ann.hears("[127.0.0.1]:fence");
    cid.hears("[127.0.0.1]:fence");
    end(ann, cid);
  }

  @Test
  void onlyItsOwnPagesMayConnect() {
    assertThat(tutorials.refused("broadcast", "/ws", "https://evil.example")).isEqualTo(403);
    assertThat(tutorials.refused("broadcast", "/ws", "null")).isEqualTo(403);
    String own = "http://" + tutorials.authority("broadcast");
    WsClients.Socket page = tutorials.openOf(own, "broadcast", "/ws");
    page.send("from the page");
    page.hears("[127.0.0.1]:from the page");
    end(page);
  }

  @Test
  void textNeverBecomesMarkup() {
    WsClients.Socket ann = open();
    ann.send("<img src=x onerror=\"alert(1)\">&amp;'");
    ann.hears("[127.0.0.1]:&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;&#39;");
    ann.send("a\u2028b\u2029c\u0000d\r\n");
    ann.hears("[127.0.0.1]:a\u2028b\u2029c\u0000d\r\n");
    ann.send("");
    ann.hears("[127.0.0.1]:");
    end(ann);
  }

  @Test
  void whoIsRudeDisturbsNobody() {
    WsClients.Socket ann = open();
    WsClients.Socket eve = open();
    eve.send(new byte[] {0, 1, 2}); // bytes are no text: passed over, and not held against eve
    eve.send("still here");
    ann.hears("[127.0.0.1]:still here");
    eve.hears("[127.0.0.1]:still here");
    eve.send("x".repeat(65536));
    String longest = "[127.0.0.1]:" + "x".repeat(65536);
    ann.hears(longest);
    eve.hears(longest);
    eve.send("x".repeat(65537));
    assertThat(eve.closed()).isEqualTo(1009);
    WsClients.Socket gone = open();
    gone.vanish();
    ann.send("fence");
    ann.hears("[127.0.0.1]:fence");
    end(ann);
  }

  @Test
  void theRichProtocolIsInTheSameRoom() {
    WsClients.Socket ann = open();
    WsClients.Socket rich = tutorials.openRich("broadcast", "/ws");
    assertThat(rich.json("joined").getString("room")).isEqualTo("tutorial.0");
    ann.send("<b>");
    JsonObject message = rich.json("message");
    assertThat(message.getString("body")).isEqualTo("<b>");
    assertThat(message.getJsonObject("from").getString("name")).isEqualTo("127.0.0.1");
    ann.hears("[127.0.0.1]:&lt;b&gt;");
    rich.send("{\"type\":\"publish\",\"ref\":\"1\",\"room\":\"tutorial.0\",\"body\":\"rich\"}");
    assertThat(rich.json("ack").getString("ref")).isEqualTo("1");
    ann.hears("[127.0.0.1]:rich");
    rich.send(
        "{\"type\":\"publish\",\"room\":\"tutorial.0\",\"body\":\"AAEC\",\"encoding\":\"base64\"}");
    rich.send("{\"type\":\"publish\",\"room\":\"tutorial.0\",\"body\":{\"a\":[\"<\"]}}");
    ann.hears("[127.0.0.1]:{&quot;a&quot;:[&quot;&lt;&quot;]}");
    end(ann);
    rich.close();
  }

  @Test
  void theMainPortHasTheSameRoom() {
    WsClients.Socket ann = open();
    WsClients.Socket bob = tutorials.open("main", "/tutorials/0/ws");
    ann.send("one room");
    ann.hears("[127.0.0.1]:one room");
    bob.hears("[127.0.0.1]:one room");
    end(ann, bob);
  }

  @Test
  void itsPortServesItsPageAndNothingOfTheMainOne() {
    assertThat(tutorials.get("broadcast", "/").body()).contains("<title>Five tutorials");
    assertThat(tutorials.get("broadcast", "/0/").statusCode()).isEqualTo(200);
    assertThat(tutorials.get("broadcast", "/ws").statusCode()).isEqualTo(426);
    for (String path : new String[] {"/rooms/lobby", "/health/live", "/rooms/lobby/messages"}) {
      assertThat(tutorials.get("broadcast", path).statusCode()).as(path).isEqualTo(404);
    }
  }

  /** Each is told one thing more, and nothing was told before it. */
  static void end(WsClients.Socket... sockets) {
    for (WsClients.Socket socket : sockets) {
      socket.close();
      assertThat(socket.closed()).isEqualTo(1000);
    }
    tutorials.server().assertQuiet();
  }
}
