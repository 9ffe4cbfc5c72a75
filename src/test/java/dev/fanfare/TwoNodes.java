package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import dev.fanfare.history.ClusterNodes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two whole nodes in this JVM, and who is connected to them. Owned by the test's thread. */
final class TwoNodes implements AutoCloseable {
  private final List<Vertx> vertxes = new ArrayList<>();
  private final List<ClusterManager> managers = new ArrayList<>();
  private final List<URI> addresses = new ArrayList<>();

  /** Whose connections would be closed when they are garbage. */
  private final List<WebSocketClient> clients = new ArrayList<>();

  private final List<WebSocket> sockets = new ArrayList<>();

  /** A client, and what it hears: events, and at last the code with which it was closed. */
  static final class Client {
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();

    /** The next event of that type; others are passed over. */
    JsonObject next(String type) throws InterruptedException {
      JsonObject event = heard.poll(60, TimeUnit.SECONDS);
      while (event != null && !event.getString("type").equals(type)) {
        event = heard.poll(60, TimeUnit.SECONDS);
      }
      assertThat(event).as(type).isNotNull();
      return event;
    }
  }

  TwoNodes() throws Exception {
    try (Lines lines = new Lines(FanfareVerticle.class)) {
      for (Config config : ClusterNodes.configs(2)) {
        HazelcastClusterManager manager = new HazelcastClusterManager(config);
        Vertx vertx = await(Vertx.builder().withClusterManager(manager).buildClustered());
        vertxes.add(vertx);
        clients.add(vertx.createWebSocketClient());
        managers.add(manager);
        deploy(vertx);
        String ready = lines.next();
        addresses.add(URI.create(ready.substring(ready.indexOf("http://"))));
      }
    }
  }

  /** A whole node in a clustered Vert.x, at a port of its own; it leaves at once when it stops. */
  static void deploy(Vertx vertx) throws Exception {
    JsonObject conf =
        new JsonObject()
            .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
            .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"))
            .put("cluster", new JsonObject().put("insecure", true));
    await(vertx.deployVerticle(new FanfareVerticle(), new DeploymentOptions().setConfig(conf)));
  }

  Vertx vertx(int node) {
    return vertxes.get(node);
  }

  ClusterManager manager(int node) {
    return managers.get(node);
  }

  /** Somebody comes to a node and joins the lobby. */
  Client join(int node, String name) throws Exception {
    Client client = new Client();
    URI address = addresses.get(node);
    ClientWebSocket socket = clients.get(node).webSocket();
    socket.textMessageHandler(text -> client.heard.add(new JsonObject(text)));
    socket.closeHandler(
        gone ->
            client.heard.add(
                new JsonObject().put("type", "closed").put("code", socket.closeStatusCode())));
    await(
        socket.connect(
            new WebSocketConnectOptions()
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setURI("/ws?name=" + name)
                .addSubProtocol("fanfare.v1.json")));
    sockets.add(socket);
    await(
        socket.writeTextMessage(
            new JsonObject().put("type", "join").put("room", "lobby").encode()));
    return client;
  }

  @Override
  public void close() throws Exception {
    for (WebSocket socket : sockets) {
      if (!socket.isClosed()) {
        await(socket.close());
      }
    }
    for (Vertx vertx : vertxes) {
      await(vertx.close());
    }
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
