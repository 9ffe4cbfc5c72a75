package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page of history may be larger than what may wait for one client: it is sent all the same. */
@ExtendWith(VertxExtension.class)
class LargePageTest {
  private static final int MESSAGES = 50;

  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @CsvSource({"direct, 1MiB", "direct, 64KiB", "plain, 1MiB", "plain, 64KiB"})
  void comesWholeAndSoDoTheNextOnes(String outbound, String most, Vertx vertx) throws Exception {
    JsonObject config =
        new JsonObject()
            .put(
                "http",
                new JsonObject().put("host", "127.0.0.1").put("port", 0).put("outbound", outbound))
            .put("limits", new JsonObject().put("outbound-bytes", most));
    Node node = TestNode.node(vertx, config, TestNode.memory(100));
    node.readiness().ready();
    await(vertx.deployVerticle(new HttpVerticle(node, (name, at) -> port.complete(at))));
    Draft draft =
        new Draft(
            RoomName.of("r"),
            new User("ann", "Ann"),
            null,
            Body.of(Body.Kind.BINARY, new byte[64 * 1024]),
            "",
            null);
    await(node.broker().history().append(draft.room(), Collections.nCopies(MESSAGES, draft), 1));

    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(16 << 20).setMaxMessageSize(16 << 20));
    ClientWebSocket socket = client.webSocket();
    socket.textMessageHandler(received::add);
    socket.closeHandler(closed -> received.add("closed: " + socket.closeStatusCode()));
    await(
        socket.connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port.get())
                .setURI("/ws?format=json")));
    for (String ref : new String[] {"1", "2", "3"}) {
      socket.writeTextMessage(
          new JsonObject()
              .put("type", "history")
              .put("ref", ref)
              .put("room", "r")
              .put("limit", MESSAGES)
              .encode());
    }
    assertThat(next().getString("type")).isEqualTo("welcome");
    for (String ref : new String[] {"1", "2", "3"}) {
      JsonObject page = next();
      assertThat(page.getString("ref")).isEqualTo(ref);
      assertThat(page.getJsonArray("messages")).hasSize(MESSAGES);
    }
    await(client.close());
  }

  private JsonObject next() throws Exception {
    String text = received.poll(20, TimeUnit.SECONDS);
    assertThat(text).startsWith("{");
    JsonObject frame = new JsonObject(text);
    return frame.getString("type").equals("ping") ? next() : frame;
  }
}
