package dev.fanfare.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import dev.fanfare.FreePorts;
import dev.fanfare.config.ConfigReader;
import dev.fanfare.config.FanfareConfig;
import dev.fanfare.message.Clocks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanfareVertxProviderTest {
  private final List<Vertx> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(vertx -> await(vertx.close()));
  }

  @Test
  void leavesOthersAlone() {
    Vertx vertx = Vertx.vertx();
    started.add(vertx);
    assertThat(vertx.isNativeTransportEnabled()).isFalse();
    VertxBootstrap bootstrap = VertxBootstrap.create();
    Config theirs = new Config();
    bootstrap.clusterManager(new HazelcastClusterManager(theirs)).init();
    assertThat(bootstrap.clusterManager())
        .isInstanceOfSatisfying(
            HazelcastClusterManager.class, m -> assertThat(m.getConfig()).isSameAs(theirs));
    assertThat(bootstrap.options().getEventBusOptions().getHost()).isNull();
  }

  @Test
  void takesTheTransportThatIsWanted() {
    assertThat(transport("nio")).isSameAs(Transport.NIO.implementation());
    assertThat(transport("auto"))
        .isSameAs(
            (Preflight.available(Transport.EPOLL) ? Transport.EPOLL : Transport.NIO)
                .implementation());
  }

  @Test
  void whatTheLauncherWasToldHolds() {
    EventBusOptions bus = new EventBusOptions().setHost("127.0.0.9").setPort(4711);
    VertxBootstrap bootstrap =
        VertxBootstrap.create().options(new VertxOptions().setEventBusOptions(bus));
    FanfareVertxProvider.apply(bootstrap, config(new JsonObject()), true);
    EventBusOptions set = bootstrap.options().getEventBusOptions();
    assertThat(set.getHost()).isEqualTo("127.0.0.9");
    assertThat(set.getPort()).isEqualTo(4711);
    assertThat(set.getClusterPingInterval()).isEqualTo(2_000);
  }

  @Test
  void twoNodesFindEachOtherOnTwoAddresses() throws IOException {
    int port = FreePorts.one();
    JsonArray join = new JsonArray().add("127.0.0.1:" + port).add("127.0.0.2:" + port);
    Vertx one = start("127.0.0.1", port, join);
    Vertx two = start("127.0.0.2", port, join);
    HazelcastInstance hazelcast = ClusterAccess.of(one);
    assertThat(hazelcast).isNotNull();
    assertThat(hazelcast.getCluster().getMembers()).hasSize(2);
    Promise<String> heard = Promise.promise();
    await(
        one.eventBus()
            .<String>consumer("address", message -> heard.tryComplete(message.body()))
            .completion());
    two.eventBus().publish("address", "hello");
    assertThat(await(heard.future())).isEqualTo("hello");
  }

  /** Such as by the sessions of a lost node, or thousands who come. */
  @Test
  void beatsGoOnWhileTheMainContextIsBusy() throws Exception {
    int port = FreePorts.one();
    Vertx node = start("127.0.0.1", port, new JsonArray().add("127.0.0.1:" + port));
    CountDownLatch beats = new CountDownLatch(2);
    CountDownLatch heard = new CountDownLatch(1);
    context(node)
        .runOnContext(
            v ->
                node.eventBus()
                    .consumer("fanfare.pulse", beat -> beats.countDown())
                    .completion()
                    .onSuccess(listening -> heard.countDown()));
    assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
    CountDownLatch enough = new CountDownLatch(1);
    context(node)
        .runOnContext(
            v -> {
              ClusterAccess.pulse(
                  node, config(new JsonObject()).cluster(), Clocks.system(), (address, odd) -> {});
              try {
                enough.await();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(beats.await(30, TimeUnit.SECONDS)).isTrue();
    enough.countDown();
  }

  @Test
  void theBusAndThoseWhoServeHaveLoopsOfTheirOwn() {
    VertxBootstrap bootstrap = VertxBootstrap.create();
    FanfareVertxProvider.apply(
        bootstrap,
        config(new JsonObject().put("http", new JsonObject().put("instances", 30))),
        true);
    assertThat(bootstrap.options().getEventLoopPoolSize()).isGreaterThan(30 + 4);
  }

  @Test
  void plainVertxHasNoHazelcast() {
    Vertx vertx = Vertx.vertx();
    started.add(vertx);
    assertThat(ClusterAccess.of(vertx)).isNull();
  }

  @Test
  void takenClusterPortIsSaidInOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      FanfareConfig config =
          config(
              new JsonObject().put("cluster", new JsonObject().put("port", taken.getLocalPort())));
      assertThatThrownBy(() -> Preflight.tryClusterAddress(config.cluster()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  private Vertx start(String host, int port, JsonArray join) {
    JsonObject cluster =
        new JsonObject()
            .put("name", "t" + port)
            .put("host", host)
            .put("port", port)
            .put("join", join);
    VertxBootstrap bootstrap = VertxBootstrap.create();
    FanfareVertxProvider.apply(bootstrap, config(new JsonObject().put("cluster", cluster)), true);
    Vertx vertx = await(bootstrap.init().clusteredVertx());
    started.add(vertx);
    return vertx;
  }

  private static Context context(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  private static Object transport(String name) {
    VertxBootstrap bootstrap = VertxBootstrap.create();
    JsonObject http = new JsonObject().put("transport", name);
    FanfareVertxProvider.apply(bootstrap, config(new JsonObject().put("http", http)), false);
    return ((GuardedTransport) bootstrap.transport()).guarded();
  }

  private static FanfareConfig config(JsonObject file) {
    return ConfigReader.read(file, Map.of(), true).config();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
