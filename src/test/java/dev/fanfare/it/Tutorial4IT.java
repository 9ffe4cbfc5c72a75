package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A relay to all others (4a), and from one to one (4b). */
class Tutorial4IT {
  private static Tutorials tutorials;

  @BeforeAll
  static void start() throws Exception {
    tutorials = Tutorials.start();
  }

  @AfterAll
  static void stop() throws Exception {
    tutorials.close();
  }

  private static WsClients.Socket relay() {
    return tutorials.open("relay", "/ws");
  }

  private static WsClients.Socket open(String user) {
    return tutorials.open("relay", "/ws/" + user);
  }

  private static String letter(String sender, String recv, String msg) {
    return "{\"sender\":\"" + sender + "\",\"recv\":\"" + recv + "\",\"msg\":\"" + msg + "\"}";
  }

  private static void end(WsClients.Socket... sockets) {
    for (WsClients.Socket socket : sockets) {
      socket.close();
      assertThat(socket.closed()).isEqualTo(1000);
    }
    tutorials.server().assertQuiet();
  }

  @Test
  void plainRequestsAreAnswered() {
    assertThat(tutorials.get("relay", "/ws").body()).isEqualTo("ok");
    assertThat(tutorials.get("relay", "/ws").statusCode()).isEqualTo(200);
    assertThat(tutorials.get("relay", "/ws/ann").body()).isEqualTo("请使用WS协议连接");
    assertThat(tutorials.get("relay", "/ws/ann").statusCode()).isEqualTo(200);
    assertThat(tutorials.get("relay", "/").body()).contains("<title>Five tutorials");
  }

  @Test
  void framesGoToAllOthersUnchanged() {
    WsClients.Socket ann = relay();
    WsClients.Socket bob = relay();
    WsClients.Socket cid = tutorials.open("main", "/tutorials/4a/ws");
    for (String text : List.of("hello", "", "<b>&\u2028\u0000", "下午好", "x".repeat(65536))) {
      ann.send(text);
      bob.hears(text);
      cid.hears(text);
    }
    byte[] bytes = {0, -1, 127, -128};
    bob.send(bytes);
    ann.hears(bytes);
    cid.hears(bytes);
    cid.send("none of it came back");
    ann.hears("none of it came back");
    bob.hears("none of it came back");
    end(ann, bob, cid);
  }

  @Test
  void aRelayWithoutTheVanishedAndTheRude() {
    WsClients.Socket ann = relay();
    WsClients.Socket bob = relay();
    relay().vanish();
    WsClients.Socket eve = relay();
    eve.send("x".repeat(70_000));
    assertThat(eve.closed()).isEqualTo(1009);
    ann.send("fence");
    bob.hears("fence");
    end(ann, bob);
  }

  @Test
  void theRichProtocolIsInTheSameRelay() {
    WsClients.Socket ann = relay();
    WsClients.Socket rich = tutorials.openRich("relay", "/ws?room=tutorial.4a&name=Rita");
    assertThat(rich.json("joined").getString("room")).isEqualTo("tutorial.4a");
    ann.send("plain");
    assertThat(rich.json("message").getString("body")).isEqualTo("plain");
    rich.send(
        "{\"type\":\"publish\",\"room\":\"tutorial.4a\",\"body\":\"AP8=\",\"encoding\":\"base64\"}");
    ann.hears(new byte[] {0, -1});
    rich.vanish();
    end(ann);
  }

  @Test
  void aLetterGoesToItsRecipientOnly() {
    WsClients.Socket ann = open("ann");
    WsClients.Socket bob = open("bob");
    WsClients.Socket cid = open("cid");
    ann.send(letter("ann", "bob", "only for <b>Bob</b>\u2028"));
    bob.hears(letter("ann", "bob", "only for <b>Bob</b>\u2028"));
    bob.send(letter("bob", "cid", "passed on"));
    cid.hears(letter("bob", "cid", "passed on"));
    cid.send(letter("cid", "ann", "and back"));
    ann.hears(letter("cid", "ann", "and back"));
    ann.send(letter("ann", "ann", "to myself"));
    ann.hears(letter("ann", "ann", "to myself"));
    end(ann, bob, cid);
  }

  @Test
  void aLetterIsRelayedAsItWasWritten() {
    WsClients.Socket ann = open("ann");
    WsClients.Socket bob = open("bob");
    for (String frame :
        List.of(
            "{\"sender\": \"ann\", \"recv\": \"bob\", \"msg\": \"with spaces\"}",
            "{\"msg\":1.50,\"recv\":\"bob\",\"sender\":\"ann\",\"more\":{\"a\":[1e3,null,true]}}",
            "{\"sender\":\"\\u0061nn\",\"recv\":\"\\u0062ob\",\"msg\":\"\\/\\u001f\"}",
            " {\"sender\":\"ann\",\"recv\":\"bob\",\"msg\":\"" + "x".repeat(60_000) + "\"} ")) {
      ann.send(frame);
      bob.hears(frame);
    }
    end(ann, bob);
  }

  @Test
  void theSenderIsWhoThePathSays() {
    WsClients.Socket eve = open("eve");
    WsClients.Socket bob = open("bob");
    eve.send(letter("ann", "bob", "I am Ann"));
    bob.hears(letter("eve", "bob", "I am Ann"));
    eve.send("{\"recv\":\"bob\",\"msg\":\"nobody\"}");
    bob.hears("{\"recv\":\"bob\",\"msg\":\"nobody\",\"sender\":\"eve\"}");
    eve.send("{\"sender\":\"eve\",\"recv\":\"bob\",\"sender\":\"ann\"}"); // no JSON
    eve.send("{\"sender\":{\"a\":[1]},\"recv\":\"bob\"}");
    bob.hears("{\"sender\":\"eve\",\"recv\":\"bob\"}");
    eve.send("{\"\\u0073ender\":\"ann\",\"recv\":\"bob\"}");
    bob.hears("{\"sender\":\"eve\",\"recv\":\"bob\"}");
    end(eve, bob);
  }

  @Test
  void nothingThatIsWrongClosesTheSender() {
    WsClients.Socket eve = open("eve");
    WsClients.Socket bob = open("bob");
    for (String wrong :
        List.of(
            letter("eve", "nobody-of-that-name", "?"),
            letter("eve", "", "?"),
            letter("eve", "no such / name", "?"),
            letter("eve", "x".repeat(500), "?"),
            "{\"sender\":\"eve\",\"recv\":7,\"msg\":\"?\"}",
            "{\"sender\":\"eve\",\"recv\":null,\"msg\":\"?\"}",
            "{\"msg\":\"no recipient\"}",
            "{\"recv\":\"bob\"",
            "[\"bob\"]",
            "\"bob\"",
            "null",
            "",
            "not JSON",
            "[".repeat(5000),
            "{\"recv\":\"bob\",\"msg\":" + "[".repeat(5000) + "]".repeat(5000) + "}")) {
      eve.send(wrong);
    }
    eve.send(new byte[] {'{', '}'});
    eve.send(letter("eve", "bob", "fence"));
    bob.hears(letter("eve", "bob", "fence"));
    eve.send("x".repeat(70_000));
    assertThat(eve.closed()).isEqualTo(1009);
    end(bob);
  }

  @Test
  void aSecondLoginGetsTheMessagesTooAndTakesNone() {
    WsClients.Socket ann = open("ann");
    WsClients.Socket first = open("bob");
    WsClients.Socket second = open("bob");
    ann.send(letter("ann", "bob", "both"));
    first.hears(letter("ann", "bob", "both"));
    second.hears(letter("ann", "bob", "both"));
    second.vanish();
    ann.send(letter("ann", "bob", "one"));
    first.hears(letter("ann", "bob", "one"));
    end(ann, first);
  }

  @Test
  void namesMayBeChinese() {
    WsClients.Socket wei = open("%E5%B0%8F%E4%BC%9F");
    WsClients.Socket ann = open("ann");
    ann.send(letter("ann", "小伟", "你好"));
    wei.hears(letter("ann", "小伟", "你好"));
    wei.send(letter("小伟", "ann", "你好"));
    ann.hears(letter("小伟", "ann", "你好"));
    end(ann, wei);
  }

  @Test
  void theRichProtocolIsInTheRoomOfItsName() {
    WsClients.Socket ann = open("ann");
    WsClients.Socket rich = tutorials.openRich("main", "/tutorials/4b/ws/bob");
    assertThat(rich.json("joined").getString("room")).isEqualTo("tutorial.4b.bob");
    ann.send(letter("ann", "bob", "rich"));
    assertThat(rich.json("message").getJsonObject("body").getString("msg")).isEqualTo("rich");
    rich.vanish();
    end(ann);
  }
}
