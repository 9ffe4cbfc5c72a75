package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.history.History;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who comes to stay passes the turnstile, which then asks how the history is; nobody else does. */
@ExtendWith(VertxExtension.class)
class TurnstileTest {
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  @Test
  void socketsPass(Vertx vertx) throws Exception {
    start(vertx);
    WebSocketClient client = vertx.createWebSocketClient();
    for (String format : new String[] {"json", "raw"}) {
      await(
          client.connect(
              new WebSocketConnectOptions()
                  .setHost("127.0.0.1")
                  .setPort(port.get())
                  .setURI("/ws?room=r&since=start&format=" + format)));
      assertThat(asked.poll(20, TimeUnit.SECONDS)).as(format).isEqualTo("isSettled");
    }
    await(client.close());
  }

  @Test
  void streamsPassAndRequestsDoNot(Vertx vertx) throws Exception {
    start(vertx);
    HttpClient client = vertx.createHttpClient();
    assertThat(send(client, HttpMethod.POST, "*/*").statusCode()).isEqualTo(201);
    assertThat(send(client, HttpMethod.GET, "application/json").statusCode()).isEqualTo(200);
    assertThat(asked).isEmpty();
    assertThat(send(client, HttpMethod.GET, "text/event-stream").statusCode()).isEqualTo(200);
    assertThat(asked.poll(20, TimeUnit.SECONDS)).isEqualTo("isSettled");
    await(client.close());
  }

  private HttpClientResponse send(HttpClient client, HttpMethod method, String type)
      throws Exception {
    RequestOptions options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(port.get())
            .setMethod(method)
            .setURI("/rooms/r/messages")
            .putHeader("Accept", type)
            .putHeader("Content-Type", "text/plain");
    boolean post = method == HttpMethod.POST;
    return await(
        client
            .request(options)
            .compose(request -> post ? request.send(Buffer.buffer("hello")) : request.send()));
  }

  private void start(Vertx vertx) throws Exception {
    JsonObject config =
        new JsonObject().put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0));
    Node node = TestNode.node(vertx, config, watched(TestNode.memory(100)));
    node.readiness().ready();
    await(vertx.deployVerticle(new HttpVerticle(node, (name, at) -> port.complete(at))));
  }

  private History watched(History inner) {
    return (History)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {History.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("isSettled")) {
                asked.add(method.getName());
              }
              return method.invoke(inner, arguments);
            });
  }
}
