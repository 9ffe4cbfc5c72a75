package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FreePorts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is at which node makes no difference to people, until a node dies. */
class ClusterPresenceIT {
  private final int portA;
  private final int portB;

  ClusterPresenceIT() {
    List<Integer> ports = FreePorts.some(2);
    portA = ports.get(0);
    portB = ports.get(1);
  }

  private FanfareJar node(int port) {
    return Start.jar()
        .args("-cluster")
        .conf(
            new JsonObject()
                .put("http", new JsonObject().put("instances", 1))
                .put("presence", new JsonObject().put("grace", "4s"))
                .put("cluster", TwoNodes.meeting(port, portA, portB)))
        .ready();
  }

  private static Client client(FanfareJar node, String guest, String name) {
    return Client.speaking(
        "fanfare.v1.json", node, "/ws?room=lobby&guest=" + guest + "-0123456789abc&name=" + name);
  }

  @Test
  void peopleOfBothNodesMeet() {
    try (FanfareJar a = node(portA);
        FanfareJar b = node(portB);
        Client ann = client(a, "ann", "Ann")) {
      ann.nextJson("joined");
      ann.nextJson("presence");
      try (Client bob = client(b, "bob", "Bob")) {
        JsonObject user = bob.nextJson("welcome").getJsonObject("user");
        assertThat(ann.nextJson("presence"))
            .isEqualTo(
                new JsonObject()
                    .put("type", "presence")
                    .put("room", "lobby")
                    .put("joined", new JsonArray().add(user))
                    .put("left", new JsonArray())
                    .put("count", 2));
        JsonObject news = bob.nextJson("presence");
        while (news.getInteger("count") < 2) {
          news = bob.nextJson("presence");
        }

        namesAreUnique(ann, bob);
        whatIsForOneReachesThem(ann, bob, user);
        aSecondPageElsewhereIsNoNews(a, ann, bob);

        a.kill();
        assertThat(bob.nextJson("presence").getJsonArray("left").getJsonObject(0).getString("name"))
            .isEqualTo("Ann");
        bob.send(new JsonObject().put("type", "rename").put("ref", "now").put("name", "Ann"));
        assertThat(bob.nextJson("renamed").getString("ref")).isEqualTo("now");
      }
    }
  }

  private static void namesAreUnique(Client ann, Client bob) {
    bob.send(new JsonObject().put("type", "rename").put("ref", "r").put("name", "ann"));
    assertThat(bob.nextJson("error").getString("code")).isEqualTo("name_taken");
    ann.send(new JsonObject().put("type", "members").put("room", "lobby"));
    assertThat(ann.nextJson("members").getJsonArray("members"))
        .extracting(member -> ((JsonObject) member).getString("name"))
        .containsExactlyInAnyOrder("Ann", "Bob");
  }

  private static void whatIsForOneReachesThem(Client ann, Client bob, JsonObject bobsUser) {
    ann.send(
        new JsonObject()
            .put("type", "publish")
            .put("to", bobsUser.getString("id"))
            .put("body", "for you"));
    JsonObject direct = bob.nextJson("message");
    assertThat(direct.getString("body")).isEqualTo("for you");
    assertThat(direct.getString("to")).isEqualTo(bobsUser.getString("id"));
    ann.nextJson("message");
    bob.send(new JsonObject().put("type", "signal").put("room", "lobby").put("body", "is typing"));
    assertThat(ann.nextJson("signal").getString("body")).isEqualTo("is typing");
  }

  /** Bob has a page at the other node for a moment; Cid's coming and going is the fence. */
  private static void aSecondPageElsewhereIsNoNews(FanfareJar a, Client ann, Client bob) {
    try (Client page = client(a, "bob", "Bob")) {
      assertThat(page.nextJson("joined").getInteger("members")).as("one Bob").isEqualTo(2);
    }
    try (Client cid = client(a, "cid", "Cid")) {
      assertThat(cid.nextJson("joined").getInteger("members")).isEqualTo(3);
      assertThat(bob.nextJson("presence").getJsonArray("joined").getJsonObject(0).getString("name"))
          .isEqualTo("Cid");
      cid.send(new JsonObject().put("type", "leave").put("room", "lobby"));
      cid.nextJson("left");
    }
    assertThat(bob.nextJson("presence").getJsonArray("left").getJsonObject(0).getString("name"))
        .isEqualTo("Cid");
    ann.send(new JsonObject().put("type", "ping").put("ref", "done"));
    ann.nextJson("pong");
  }
}
