package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A room that tells who comes, who goes and who says what, all of it in Chinese text. */
class Tutorial2IT {
  private static final String CAME = "[127.0.0.1]登陆聊天室";
  private static final String WENT = "[127.0.0.1]离开聊天室";
  private static Tutorials tutorials;

  @BeforeAll
  static void start() throws Exception {
    tutorials = Tutorials.start();
  }

  @AfterAll
  static void stop() throws Exception {
    tutorials.close();
  }

  @Test
  void aRoomThatTellsWhoComesAndGoes() {
    WsClients.Socket ann = tutorials.open("rooms", "/chat").hears(CAME);
    WsClients.Socket bob = tutorials.open("rooms", "/chat").hears(CAME);
    ann.hears(CAME);
    ann.send("你好");
    ann.hears("[127.0.0.1]说：你好");
    bob.hears("[127.0.0.1]说：你好");
    bob.close();
    ann.hears(WENT);
    assertThat(bob.closed()).as("who leaves is told nothing").isEqualTo(1000);
    end();
  }

  @Test
  void addressesAreTheVisitorsOwn() {
    WsClients.Socket ann =
        tutorials.openFrom("198.51.100.1", "rooms", "/chat").hears("[198.51.100.1]登陆聊天室");
    WsClients.Socket bob =
        tutorials.openFrom("2001:db8::0:5", "rooms", "/chat").hears("[2001:db8::5]登陆聊天室");
    ann.hears("[2001:db8::5]登陆聊天室");
    bob.send("hi");
    ann.hears("[2001:db8::5]说：hi");
    bob.hears("[2001:db8::5]说：hi");
    ann.close();
    bob.hears("[198.51.100.1]离开聊天室");
    assertThat(ann.closed()).isEqualTo(1000);
    end();
  }

  @Test
  void whoVanishesHasLeftToo() {
    WsClients.Socket ann = tutorials.open("rooms", "/chat").hears(CAME);
    List<WsClients.Socket> crowd = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      crowd.add(tutorials.open("rooms", "/chat"));
      ann.hears(CAME);
    }
    crowd.forEach(WsClients.Socket::vanish);
    crowd.forEach(each -> ann.hears(WENT));
    ann.send("fence");
    ann.hears("[127.0.0.1]说：fence");
    end();
  }

  @Test
  void anyOriginMayConnect() {
    for (String origin : List.of("https://elsewhere.example", "http://localhost:3000")) {
      WsClients.Socket page = tutorials.openOf(origin, "rooms", "/chat").hears(CAME);
      page.send(origin);
      page.hears("[127.0.0.1]说：" + origin);
      end();
    }
  }

  @Test
  void hostileInputHarmsNobody() {
    WsClients.Socket ann = tutorials.open("rooms", "/chat").hears(CAME);
    WsClients.Socket eve = tutorials.open("rooms", "/chat").hears(CAME);
    ann.hears(CAME);
    eve.send("<script>alert(1)</script>\u2028");
    ann.hears("[127.0.0.1]说：&lt;script&gt;alert(1)&lt;/script&gt;\u2028");
    eve.send(CAME); // cannot look like a notice: it is said by somebody
    ann.hears("[127.0.0.1]说：" + CAME);
    eve.send(new byte[] {1});
    eve.send("x".repeat(70_000));
    ann.hears(WENT);
    eve.hears("[127.0.0.1]说：&lt;script&gt;alert(1)&lt;/script&gt;\u2028", "[127.0.0.1]说：" + CAME);
    assertThat(eve.closed()).isEqualTo(1009);
    end();
  }

  @Test
  void theRichProtocolIsInTheSameRoom() {
    WsClients.Socket ann = tutorials.open("rooms", "/chat").hears(CAME);
    WsClients.Socket rich = tutorials.openRich("rooms", "/chat");
    assertThat(rich.json("joined").getString("room")).isEqualTo("tutorial.2");
    ann.hears(CAME);
    rich.send("{\"type\":\"publish\",\"ref\":\"1\",\"room\":\"tutorial.2\",\"body\":\"rich\"}");
    ann.hears("[127.0.0.1]说：rich");
    ann.send("plain");
    assertThat(rich.json("message").getString("body")).isEqualTo("rich");
    assertThat(rich.json("message").getString("body")).isEqualTo("plain");
    ann.hears("[127.0.0.1]说：plain");
    rich.close();
    ann.hears(WENT);
    end();
  }

  @Test
  void theMainPortHasTheSameRoom() {
    WsClients.Socket ann = tutorials.open("rooms", "/chat").hears(CAME);
    WsClients.Socket bob = tutorials.open("main", "/tutorials/2/chat").hears(CAME);
    ann.hears(CAME);
    bob.send("both");
    bob.hears("[127.0.0.1]说：both");
    ann.hears("[127.0.0.1]说：both");
    ann.close();
    bob.hears(WENT);
    assertThat(ann.closed()).isEqualTo(1000);
    end();
  }

  /** The last ones of a test stay: if they went, somebody in the next test might still be told. */
  private static void end() {
    tutorials.server().assertQuiet();
  }
}
