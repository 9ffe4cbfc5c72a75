package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All five at once, on their own ports and below the main one, with the main chat in use. */
class AllTutorialsIT {
  private static final int ROUNDS = 100;
  private static final String CAME = "[127.0.0.1]登陆聊天室";
  private static final String WELCOME = "{\"type\":\"sys\",\"message\":\"Welcome to WebSocket\"}";
  private static final String FILLING = "x".repeat(60_000);

  /** One tutorial: who talks, and two who listen, on its own port and on the main one. */
  private record Room(
      WsClients.Socket sender, WsClients.Socket own, WsClients.Socket main, String before) {

    void say(String text) {
      sender.send(text);
    }

    void heard(String text) {
      own.hears(before + text);
      main.hears(before + text);
    }
  }

  @Test
  void nobodyDisturbsAnybody() throws Exception {
    try (Tutorials tutorials =
            Tutorials.start(
                "{\"limits\":{\"rate\":0,\"post-rate\":0},\"presence\":{\"grace\":\"0ms\"}}");
        Neighbour neighbour = new Neighbour(tutorials.server())) {
      Room broadcast = broadcast(tutorials);
      Room notices = notices(tutorials);
      Room relay = relay(tutorials);
      WsClients.Socket push = tutorials.open("rooms", "/status");
      WsClients.Socket numbered = tutorials.open("rooms", "/soc").hears(WELCOME);
      WsClients.Socket ann = tutorials.open("relay", "/ws/ann");
      WsClients.Socket bob = tutorials.open("main", "/tutorials/4b/ws/bob");
      List<WsClients.Socket> all = new ArrayList<>(stalled(tutorials));
      numbered.text(); // the one that stalls has joined
      notices.own.hears(CAME);
      notices.main.hears(CAME);
      for (int round = 0; round < ROUNDS; round++) {
        String text = round + FILLING;
        vanish(tutorials);
        for (Room room : List.of(broadcast, notices, relay)) {
          room.say(text);
        }
        numbered.send(text);
        String letter = "{\"sender\":\"ann\",\"recv\":\"bob\",\"msg\":\"" + text + "\"}";
        ann.send(letter);
        assertThat(tutorials.send(tutorials.form("rooms", "/chat", "content", text)).statusCode())
            .isEqualTo(200);
        for (Room room : List.of(broadcast, notices, relay)) {
          room.heard(text);
        }
        push.hears("{\"content\":\"" + text + "\"}");
        assertThat(new JsonObject(numbered.text()).getString("message")).isEqualTo(text);
        bob.hears(letter);
        neighbour.assertUndisturbed();
      }
      all.addAll(List.of(push, numbered, ann, bob));
      for (Room room : List.of(broadcast, notices, relay)) {
        all.addAll(List.of(room.sender, room.own, room.main));
      }
      all.forEach(WsClients.Socket::vanish);
      for (String room : List.of("0", "1", "2", "3", "4a", "4b.ann", "4b.bob", "4b.eve")) {
        assertEmpty(tutorials, "tutorial." + room);
      }
      neighbour.assertUndisturbed();
    }
  }

  private static Room broadcast(Tutorials tutorials) {
    return new Room(
        tutorials.openFrom("192.0.2.1", "broadcast", "/ws"),
        tutorials.open("broadcast", "/ws"),
        tutorials.open("main", "/tutorials/0/ws"),
        "[192.0.2.1]:");
  }

  private static Room notices(Tutorials tutorials) {
    WsClients.Socket sender = tutorials.open("rooms", "/chat").hears(CAME);
    WsClients.Socket own = tutorials.open("rooms", "/chat").hears(CAME);
    WsClients.Socket main = tutorials.open("main", "/tutorials/2/chat").hears(CAME);
    own.hears(CAME);
    return new Room(sender, own, main, "[127.0.0.1]说：");
  }

  private static Room relay(Tutorials tutorials) {
    return new Room(
        tutorials.open("relay", "/ws"),
        tutorials.open("relay", "/ws"),
        tutorials.open("main", "/tutorials/4a/ws"),
        "");
  }

  /** One in each room who reads nothing. */
  private static List<WsClients.Socket> stalled(Tutorials tutorials) {
    List<WsClients.Socket> all =
        List.of(
            tutorials.open("broadcast", "/ws"),
            tutorials.open("rooms", "/status"),
            tutorials.open("rooms", "/chat"),
            tutorials.open("rooms", "/soc"),
            tutorials.open("relay", "/ws"),
            tutorials.open("relay", "/ws/bob"));
    all.forEach(WsClients.Socket::stall);
    return all;
  }

  /** Some come and are gone, after a rude word where it is not passed on. */
  private static void vanish(Tutorials tutorials) {
    tutorials.open("broadcast", "/ws").vanish();
    tutorials.open("relay", "/ws").vanish();
    tutorials.open("rooms", "/status").send(new byte[] {1}).vanish();
    tutorials.open("relay", "/ws/eve").send("{\"recv\":").vanish();
  }

  /** Whoever vanished is a member no more. */
  private static void assertEmpty(Tutorials tutorials, String room) {
    long end = System.nanoTime() + FanfareJar.PATIENCE.toNanos();
    String members;
    do {
      members = tutorials.get("main", "/rooms/" + room + "/members").body();
    } while (new JsonObject(members).getInteger("count") > 0 && System.nanoTime() < end);
    assertThat(new JsonObject(members).getInteger("count")).as(members).isZero();
  }
}
