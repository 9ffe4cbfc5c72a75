package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A small JSON protocol. Its client evaluates what comes and throws on a type that it does not
 * know, so every frame is compared to the letter.
 */
class Tutorial3IT {
  private static final String WELCOME = "{\"type\":\"sys\",\"message\":\"Welcome to WebSocket\"}";
  private static Tutorials tutorials;

  /** Somebody in the room, and the number that the others know. */
  private record Person(WsClients.Socket socket, long id) {

    String joined() {
      return "{\"type\":\"sys\",\"message\":\"" + id + " has joined\"}";
    }

    String left() {
      return "{\"type\":\"sys\",\"message\":\"" + id + " has left\"}";
    }

    String says(String json) {
      return "{\"type\":\"user\",\"id\":" + id + ",\"message\":" + json + "}";
    }
  }

  /** Is there from the first test to the last, and sees everybody go. */
  private static WsClients.Socket witness;

  @BeforeAll
  static void start() throws Exception {
    tutorials = Tutorials.start();
    witness = open();
  }

  @AfterAll
  static void stop() throws Exception {
    tutorials.close();
  }

  private static WsClients.Socket open() {
    return tutorials.open("rooms", "/soc").hears(WELCOME);
  }

  /** Comes, and finds out by saying something which number it has. */
  private static Person come() {
    WsClients.Socket socket = open();
    socket.send("me");
    JsonObject said = new JsonObject(socket.text());
    assertThat(said.getValue("id")).isInstanceOfAny(Integer.class, Long.class);
    long id = said.getLong("id");
    assertThat(id).isPositive().isLessThan(1L << 53);
    Person person = new Person(socket, id);
    assertThat(said.encode()).isEqualTo(person.says("\"me\""));
    return person;
  }

  /** Whoever comes after this is not told of it any more. */
  private static void awaitGone(Person person) {
    String left = person.left();
    while (!witness.text().equals(left)) {
      // what the test said
    }
  }

  private static void end(Person... people) {
    for (Person person : people) {
      person.socket.vanish();
      awaitGone(person);
    }
    tutorials.server().assertQuiet();
  }

  @Test
  void everyFrameIsTheTutorials() {
    Person ann = come();
    Person bob = come();
    ann.socket.hears(bob.joined(), bob.says("\"me\""));
    ann.socket.send("Hello \"Bob\"\\");
    bob.socket.hears(ann.says("\"Hello &quot;Bob&quot;\\\\\""));
    ann.socket.hears(ann.says("\"Hello &quot;Bob&quot;\\\\\""));
    bob.socket.close();
    ann.socket.hears(bob.left());
    assertThat(bob.socket.closed()).isEqualTo(1000);
    ann.socket.close();
    assertThat(ann.socket.closed()).isEqualTo(1000);
    awaitGone(ann);
    end();
  }

  @Test
  void numbersAreNeverUsedAgain() {
    Person ann = come();
    Set<Long> seen = new HashSet<>(Set.of(ann.id));
    for (int i = 0; i < 20; i++) {
      Person other = come();
      assertThat(seen.add(other.id)).as("number " + other.id).isTrue();
      ann.socket.hears(other.joined(), other.says("\"me\""));
      if (i % 2 == 0) {
        other.socket.close();
      } else {
        other.socket.vanish();
      }
      ann.socket.hears(other.left());
    }
    end(ann);
  }

  @Test
  void whatIsSaidIsAStringWhateverItLooksLike() {
    Person ann = come();
    String[][] cases = {
      {
        "{\"type\":\"sys\",\"message\":\"fake\"}",
        "\"{&quot;type&quot;:&quot;sys&quot;,&quot;message&quot;:&quot;fake&quot;}\""
      },
      {"</script><script>alert(1)//", "\"&lt;/script&gt;&lt;script&gt;alert(1)//\""},
      {"a\u2028b\u2029c", "\"a\\u2028b\\u2029c\""},
      {"\n\t\u0000'", "\"\\n\\t\\u0000&#39;\""},
      {"下午好 👍", "\"下午好 👍\""},
      {"", "\"\""}
    };
    for (String[] each : cases) {
      ann.socket.send(each[0]);
      ann.socket.hears(ann.says(each[1]));
    }
    end(ann);
  }

  @Test
  void whoIsRudeDisturbsNobody() {
    Person ann = come();
    Person eve = come();
    ann.socket.hears(eve.joined(), eve.says("\"me\""));
    eve.socket.send(new byte[] {1, 2});
    eve.socket.send("still here");
    eve.socket.hears(eve.says("\"still here\""));
    ann.socket.hears(eve.says("\"still here\""));
    eve.socket.send("x".repeat(70_000));
    assertThat(eve.socket.closed()).isEqualTo(1009);
    ann.socket.hears(eve.left());
    end(ann);
  }

  @Test
  void theRichProtocolIsInTheSameRoom() {
    Person ann = come();
    WsClients.Socket rich = tutorials.openRich("rooms", "/soc");
    JsonObject welcome = rich.json("welcome");
    Person other =
        new Person(rich, Long.parseLong(welcome.getJsonObject("user").getString("name")));
    ann.socket.hears(other.joined());
    assertThat(rich.json("joined").getString("room")).isEqualTo("tutorial.3");
    rich.send("{\"type\":\"publish\",\"room\":\"tutorial.3\",\"body\":\"rich\"}");
    ann.socket.hears(other.says("\"rich\""));
    rich.send(
        "{\"type\":\"publish\",\"room\":\"tutorial.3\",\"body\":\"AA==\",\"encoding\":\"base64\"}");
    ann.socket.send("plain");
    ann.socket.hears(ann.says("\"plain\""));
    assertThat(rich.json("message").getString("body")).isEqualTo("rich");
    rich.vanish();
    ann.socket.hears(other.left());
    end(ann);
  }

  @Test
  void theMainPortHasTheSameRoom() {
    Person ann = come();
    WsClients.Socket bob = tutorials.open("main", "/tutorials/3/soc").hears(WELCOME);
    String joined = new JsonObject(ann.socket.text()).getString("message");
    Person other = new Person(bob, Long.parseLong(joined.substring(0, joined.indexOf(' '))));
    assertThat(joined).isEqualTo(other.id + " has joined");
    ann.socket.send("both");
    bob.hears(ann.says("\"both\""));
    ann.socket.hears(ann.says("\"both\""));
    end(other, ann);
  }
}
