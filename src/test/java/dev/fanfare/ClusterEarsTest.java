package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import dev.fanfare.history.ClusterNodes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two whole nodes, of which one loses its registration for the address of presence. */
class ClusterEarsTest {
  private static final String ADDRESS = "fanfare.presence";

  private final List<Vertx> vertxes = new ArrayList<>();
  private final List<ClusterManager> managers = new ArrayList<>();
  private final List<URI> addresses = new ArrayList<>();
  private final List<WebSocket> sockets = new ArrayList<>();

  @BeforeEach
  void begin() throws Exception {
    try (Lines lines = new Lines(FanfareVerticle.class)) {
      for (Config config : ClusterNodes.configs(2)) {
        HazelcastClusterManager manager = new HazelcastClusterManager(config);
        Vertx vertx = await(Vertx.builder().withClusterManager(manager).buildClustered());
        vertxes.add(vertx);
        managers.add(manager);
        JsonObject conf =
            new JsonObject()
                .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
                .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"))
                .put("cluster", new JsonObject().put("insecure", true));
        await(vertx.deployVerticle(new FanfareVerticle(), new DeploymentOptions().setConfig(conf)));
        String ready = lines.next();
        addresses.add(URI.create(ready.substring(ready.indexOf("http://"))));
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    for (WebSocket socket : sockets) {
      await(socket.close());
    }
    for (Vertx vertx : vertxes) {
      await(vertx.close());
    }
  }

  @Test
  void aLostRegistrationIsMadeAnew() throws Exception {
    BlockingQueue<JsonObject> heard = join(1, "Ann");
    assertThat(next(heard, "presence").getInteger("count")).isEqualTo(1);
    try (Lines lines = new Lines(ClusterEars.class)) {
      lose(managers.get(1).getNodeId());
      join(0, "Bob");
      assertThat(lines.next())
          .isEqualTo("INFO Listening anew for who is where: known from 0 of 1 other nodes");
    }
    assertThat(next(heard, "presence").getInteger("count")).isEqualTo(2);
  }

  /** As if the words of the node, when it began to listen, had never been heard. */
  private void lose(String node) throws Exception {
    ClusterManager other = managers.get(0);
    Promise<List<RegistrationInfo>> all = Promise.promise();
    other.getRegistrations(ADDRESS, all);
    for (RegistrationInfo one : await(all.future())) {
      if (one.nodeId().equals(node)) {
        Promise<Void> removed = Promise.promise();
        other.removeRegistration(ADDRESS, one, removed);
        await(removed.future());
      }
    }
  }

  private BlockingQueue<JsonObject> join(int node, String name) throws Exception {
    BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    URI address = addresses.get(node);
    WebSocket socket =
        await(
            vertxes
                .get(node)
                .createWebSocketClient()
                .connect(
                    new WebSocketConnectOptions()
                        .setHost(address.getHost())
                        .setPort(address.getPort())
                        .setURI("/ws?name=" + name)
                        .addSubProtocol("fanfare.v1.json")));
    sockets.add(socket);
    socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
    await(
        socket.writeTextMessage(
            new JsonObject().put("type", "join").put("room", "lobby").encode()));
    return heard;
  }

  private static JsonObject next(BlockingQueue<JsonObject> heard, String type) throws Exception {
    JsonObject event = heard.poll(60, TimeUnit.SECONDS);
    while (event != null && !event.getString("type").equals(type)) {
      event = heard.poll(60, TimeUnit.SECONDS);
    }
    assertThat(event).as(type).isNotNull();
    return event;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
