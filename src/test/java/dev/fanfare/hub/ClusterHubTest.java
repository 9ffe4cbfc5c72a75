package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.ClusterNodes;
import dev.fanfare.message.Batch;
import dev.fanfare.message.Body;
import dev.fanfare.message.Digest;
import dev.fanfare.message.Draft;
import dev.fanfare.wire.BatchCodec;
import dev.fanfare.wire.DigestCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes with a real bus between them. One publishes, and hears late, or not at all, that the
 * other listens.
 */
class ClusterHubTest {
  private static final String SHARD = Broker.address(Broker.shard(HubFixture.ROOM));
  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final AtomicLong time = new AtomicLong(1);
  private LateRegistrations late;
  private Vertx speaking;
  private Vertx listening;
  private Digests digests;
  private Broker broker;
  private HubFixture listener;

  @BeforeEach
  void begin() throws Exception {
    List<Config> configs = ClusterNodes.configs(2);
    late = new LateRegistrations(configs.get(0));
    speaking = vertx(late);
    listening = vertx(new HazelcastClusterManager(configs.get(1)));
    speaking.eventBus().registerCodec(new BatchCodec());
    speaking.eventBus().registerCodec(new DigestCodec());
    digests = new Digests(speaking, time::get, DigestCodec.NAME);
    // It knows its own consumers, so that it does not ask anew for each message.
    for (String address : List.of(SHARD, Digests.ADDRESS)) {
      await(speaking.eventBus().consumer(address, message -> message.reply("")).completion());
    }
  }

  private static Vertx vertx(HazelcastClusterManager manager) throws Exception {
    return await(
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1").setPort(0)))
            .withClusterManager(manager)
            .buildClustered());
  }

  /** The other node's hub, with a history that both share, and a client. */
  private FakeOutbox join() throws Exception {
    listener = HubFixture.start(listening);
    broker =
        new Broker(
            listener.history,
            speaking.eventBus(),
            time::get,
            new RoomRules(List.of()),
            BatchCodec.NAME,
            digests::stored);
    return listener.join(new FakeOutbox(), null, true);
  }

  private void publish() throws Exception {
    Draft draft = new Draft(HubFixture.ROOM, HubFixture.ANN, null, Body.text("m"), "", null);
    await(new Spreading(broker, event -> {}, Runnable::run).publish(draft));
  }

  private void digest() {
    speaking.runOnContext(v -> digests.send());
  }

  private void recheck() {
    listening.eventBus().publish(Hub.RECHECK, "", HERE);
  }

  @AfterEach
  void close() throws Exception {
    await(listening.close());
    await(speaking.close());
  }

  @Test
  void whatWasSaidBeforeItIsKnownWhoListensComesWithTheDigest() throws Exception {
    warmUp();
    late.hold();
    FakeOutbox box = join();
    publish();
    publish();
    late.release();
    late.awaitNodes(Digests.ADDRESS, 2);
    digest();
    listener.await(() -> box.offsets().equals(List.of(1L, 2L)));
    late.awaitNodes(SHARD, 2);
    publish();
    listener.await(() -> box.offsets().equals(List.of(1L, 2L, 3L)));
  }

  @Test
  void andIfItIsKnownAfterTheLastDigestWithTheNextLook() throws Exception {
    warmUp();
    late.hold();
    FakeOutbox box = join();
    publish();
    digest();
    time.addAndGet(60_000);
    late.release();
    late.awaitNodes(SHARD, 2);
    late.awaitNodes(Digests.ADDRESS, 2);
    digest();
    recheck();
    listener.await(() -> box.offsets().equals(List.of(1L)));
    publish();
    listener.await(() -> box.offsets().equals(List.of(1L, 2L)));
  }

  @Test
  void whoWasForgottenListensAnewAndMissesNothing() throws Exception {
    FakeOutbox box = join();
    publish();
    listener.await(() -> box.offsets().equals(List.of(1L)));
    forgetTheListener();
    late.awaitNodes(SHARD, 1);
    publish();
    listening.eventBus().publish(Hub.LISTEN_ANEW, "", HERE);
    listener.await(() -> box.offsets().equals(List.of(1L, 2L)));
    late.awaitNodes(SHARD, 2);
    int reads = listener.history.reads;
    publish();
    listener.await(() -> box.offsets().equals(List.of(1L, 2L, 3L)));
    assertThat(listener.history.reads).as("over the bus").isEqualTo(reads);
  }

  /** Each of two that overlap would register consumers that the other does not know. */
  @Test
  void whoListensAnewTwiceHearsEverythingOnce() throws Exception {
    listening.eventBus().registerCodec(new BatchCodec());
    BlockingQueue<Object> came = new LinkedBlockingQueue<>();
    Listening loop =
        new Listening(
            listening.eventBus(),
            new Listening.To() {
              @Override
              public void come(Batch batch) {
                came.add(batch.from());
              }

              @Override
              public void compare(Digest digest) {}

              @Override
              public void recheck() {
                came.add("listening anew");
              }

              @Override
              public void remove(String user) {}
            });
    Promise<Void> started = Promise.promise();
    listening.runOnContext(v -> loop.start().onComplete(started));
    await(started.future());
    listening.eventBus().publish(Hub.LISTEN_ANEW, "", HERE);
    listening.eventBus().publish(Hub.LISTEN_ANEW, "", HERE);
    assertThat(came.poll(20, TimeUnit.SECONDS)).isEqualTo("listening anew");
    assertThat(came.poll(20, TimeUnit.SECONDS)).isEqualTo("listening anew");

    DeliveryOptions batches = new DeliveryOptions().setCodecName(BatchCodec.NAME);
    listening.eventBus().publish(SHARD, new Batch("first", List.of()), batches);
    listening.eventBus().publish(SHARD, new Batch("second", List.of()), batches);
    assertThat(came.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(came.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
  }

  /** The speaking node asks who listens, and remembers the answer. */
  private void warmUp() throws Exception {
    for (String address : List.of(SHARD, Digests.ADDRESS)) {
      await(speaking.eventBus().request(address, ""));
    }
  }

  /** As when the part of Hazelcast's map that knew of it was lost. */
  private void forgetTheListener() {
    HazelcastInstance hazelcast = late.getHazelcastInstance();
    MultiMap<String, Object> registrations = hazelcast.getMultiMap("__vertx.subs");
    for (Map.Entry<String, Object> entry : List.copyOf(registrations.entrySet())) {
      if (!entry.getValue().toString().contains(late.getNodeId())) {
        registrations.remove(entry.getKey(), entry.getValue());
      }
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
