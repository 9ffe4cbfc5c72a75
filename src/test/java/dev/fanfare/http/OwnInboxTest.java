package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a socket may do in the inbox of its own user. */
@ExtendWith(VertxExtension.class)
class OwnInboxTest {
  private static final String GUEST = "guest=0123456789abcdef";

  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private WebSocketClient client;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    JsonObject config =
        new JsonObject()
            .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
            .put("limits", new JsonObject().put("rooms-per-session", 2));
    Node node = TestNode.node(vertx, config, TestNode.memory(100));
    node.readiness().ready();
    await(vertx.deployVerticle(new HttpVerticle(node, (name, at) -> port.complete(at))));
    client = vertx.createWebSocketClient();
  }

  @AfterEach
  void stop() throws Exception {
    await(client.close());
  }

  @Test
  void whatARawSocketSaysThereIsADirectMessage() throws Exception {
    Heard asking = open("format=json");
    String inbox = asking.json().getJsonObject("inbox").getString("room");
    Heard raw = open("room=" + inbox);
    raw.socket.writeTextMessage("hello");
    assertThat(raw.text()).isEqualTo("hello");
    JsonObject message = asking.json();
    assertThat(message.getString("body")).isEqualTo("hello");
    assertThat("@" + message.getString("to")).isEqualTo(inbox);
  }

  @Test
  void itIsJoinedWithAPositionInTheAddress() throws Exception {
    JsonObject inbox = open("format=json").json().getJsonObject("inbox");
    String room = inbox.getString("room");
    Heard raw = open("room=" + room);
    raw.socket.writeTextMessage("missed");
    assertThat(raw.text()).isEqualTo("missed");
    Heard back = open("format=json&room=" + room + "&since=" + inbox.getString("position"));
    assertThat(back.json().getString("type")).isEqualTo("welcome");
    assertThat(back.json().getString("type")).isEqualTo("joined");
    assertThat(back.json().getString("body")).isEqualTo("missed");
  }

  @Test
  void itIsNoneOfTheRoomsThatOneMayBeIn() throws Exception {
    Heard asking = open("format=json");
    asking.json();
    for (String room : new String[] {"one", "two", "three"}) {
      asking.socket.writeTextMessage(
          new JsonObject().put("type", "join").put("ref", room).put("room", room).encode());
    }
    assertThat(asking.answer("one").getString("type")).isEqualTo("joined");
    assertThat(asking.answer("two").getString("type")).isEqualTo("joined");
    assertThat(asking.answer("three").getString("code")).isEqualTo("too_many");
  }

  private Heard open(String query) throws Exception {
    Heard heard = new Heard(client.webSocket());
    await(
        heard.socket.connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port.get())
                .setURI("/ws?" + GUEST + "&" + query)));
    return heard;
  }

  private static final class Heard {
    final ClientWebSocket socket;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    Heard(ClientWebSocket socket) {
      this.socket = socket;
      socket.textMessageHandler(received::add);
    }

    String text() throws Exception {
      String text = received.poll(20, TimeUnit.SECONDS);
      assertThat(text).isNotNull();
      return text;
    }

    JsonObject json() throws Exception {
      return new JsonObject(text());
    }

    /** The answer to a command; what else comes is passed over. */
    JsonObject answer(String ref) throws Exception {
      JsonObject frame = json();
      return ref.equals(frame.getString("ref")) ? frame : answer(ref);
    }
  }
}
