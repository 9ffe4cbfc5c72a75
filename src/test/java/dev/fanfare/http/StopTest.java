package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.history.History;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was begun when a node stops is brought to its end. */
@ExtendWith(VertxExtension.class)
class StopTest {
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Held history = new Held(TestNode.memory(100));
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private Node node;

  private String start(Vertx vertx) throws Exception {
    JsonObject config =
        new JsonObject()
            .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
            .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"));
    node = TestNode.node(vertx, config, history);
    node.readiness().ready();
    return await(
        vertx.deployVerticle(
            () -> new HttpVerticle(node, (name, at) -> port.complete(at)),
            new DeploymentOptions().setInstances(2)));
  }

  @Test
  void aSocketGetsTheAcknowledgementOfWhatItPublishedBeforeTheGoodBye(Vertx vertx)
      throws Exception {
    String server = start(vertx);
    WebSocketClient client = vertx.createWebSocketClient();
    ClientWebSocket socket = client.webSocket();
    // Before it connects: a frame that comes when there is no handler is dropped.
    socket.textMessageHandler(text -> heard.add(new JsonObject(text).getString("type")));
    socket.closeHandler(closed -> heard.add("closed " + socket.closeStatusCode()));
    await(
        socket.connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port.get())
                .setURI("/ws")
                .addSubProtocol("fanfare.v1.json")));
    assertThat(next()).isEqualTo("welcome");
    socket.writeTextMessage("{\"type\":\"publish\",\"ref\":\"1\",\"room\":\"r\",\"body\":1}");
    Runnable append = history.next();
    Future<Void> stopped = vertx.undeploy(server);
    while (!node.readiness().draining()) {
      Thread.onSpinWait();
    }
    append.run();
    assertThat(next()).isEqualTo("ack");
    assertThat(next()).isEqualTo("bye");
    assertThat(next()).isEqualTo("closed 1012");
    await(stopped);
    await(client.close()); // which it would do by itself once it was garbage
  }

  @Test
  void aPostIsAnsweredThoughNoSessionIsThere(Vertx vertx) throws Exception {
    String server = start(vertx);
    Future<HttpResponse<Buffer>> posted =
        WebClient.create(vertx)
            .post(port.get(), "127.0.0.1", "/rooms/r/messages")
            .putHeader("Content-Type", "text/plain")
            .sendBuffer(Buffer.buffer("hello"));
    Runnable append = history.next();
    Future<Void> stopped = vertx.undeploy(server);
    append.run();
    assertThat(await(posted).statusCode()).isEqualTo(201);
    await(stopped);
  }

  private String next() throws InterruptedException {
    return heard.poll(20, TimeUnit.SECONDS);
  }

  /** Stores when it is told to. */
  private static final class Held implements History {
    private final BlockingQueue<Runnable> appends = new LinkedBlockingQueue<>();
    private final History inner;

    Held(History inner) {
      this.inner = inner;
    }

    /** Waits for an append; to be run to have it stored. */
    Runnable next() throws InterruptedException {
      return appends.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public Future<List<Appended>> append(RoomName room, List<Draft> batch, long now) {
      Promise<Void> told = Promise.promise();
      Context caller = Vertx.currentContext();
      appends.add(() -> caller.runOnContext(v -> told.complete()));
      return told.future().compose(v -> inner.append(room, batch, now));
    }

    @Override
    public Future<Page> after(RoomName room, Since since, int limit) {
      return inner.after(room, since, limit);
    }

    @Override
    public Future<Page> before(RoomName room, @Nullable Position before, int limit) {
      return inner.before(room, before, limit);
    }

    @Override
    public Future<Position> head(RoomName room) {
      return inner.head(room);
    }

    @Override
    public Future<Void> close() {
      return inner.close();
    }
  }
}
