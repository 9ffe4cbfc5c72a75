package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import dev.fanfare.message.Clocks;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterPulseTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
  }

  @Test
  void whatIsNoBeatIsToldAndTheNextIsHeard() throws Exception {
    List<String> unreadable = new CopyOnWriteArrayList<>();
    CountDownLatch three = new CountDownLatch(3);
    ClusterPulse pulse =
        new ClusterPulse(
            vertx,
            vertx.getOrCreateContext(),
            Clocks.system(),
            "a",
            () -> Set.of("a", "b"),
            1,
            (address, why) -> {
              unreadable.add(address);
              three.countDown();
            });
    pulse.listenAnew().await(30, TimeUnit.SECONDS);
    assertThat(pulse.unanswered()).containsExactly("b");

    vertx.eventBus().publish("fanfare.pulse", Buffer.buffer("noise"));
    vertx.eventBus().publish("fanfare.pulse", Buffer.buffer());
    vertx.eventBus().publish("fanfare.pulse", new ClusterBeat("b", 1, Map.of("a", 1L)).bytes());
    vertx.eventBus().publish("fanfare.pulse", "a text");
    assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(unreadable).containsOnly("fanfare.pulse").hasSize(3);
    assertThat(pulse.unanswered()).isEmpty();
  }

  @Test
  void oneBeatThatFailsIsFollowedByTheNext() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    ClusterPulse pulse =
        new ClusterPulse(
            vertx,
            vertx.getOrCreateContext(),
            Clocks.system(),
            "a",
            () -> {
              if (failed.getCount() > 0) {
                failed.countDown();
                throw new IllegalStateException("as it happens");
              }
              return Set.of("a");
            },
            1,
            (address, why) -> {});
    BlockingQueue<Buffer> said = new LinkedBlockingQueue<>();
    vertx.eventBus().<Buffer>consumer("fanfare.pulse", message -> said.add(message.body()));
    Map<String, Object> context = new ConcurrentHashMap<>();
    pulse.start(
        (HazelcastInstance)
            Proxy.newProxyInstance(
                HazelcastInstance.class.getClassLoader(),
                new Class<?>[] {HazelcastInstance.class},
                (proxy, method, arguments) -> context));
    assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said.poll(30, TimeUnit.SECONDS)).isNotNull();
  }

  /** The others are there and are heard, but hear nothing: as when one way of the bus is broken. */
  @Test
  void whoIsNotHeardByAMajorityIsMuteUntilItIs() throws Exception {
    AtomicLong time = new AtomicLong();
    Set<String> there = ConcurrentHashMap.newKeySet();
    there.addAll(Set.of("a", "b"));
    ClusterPulse pulse =
        new ClusterPulse(
            vertx,
            vertx.getOrCreateContext(),
            new Clocks(time::get, time::get),
            "a",
            () -> Set.copyOf(there),
            2,
            (address, why) -> {});
    pulse.listenAnew().await(30, TimeUnit.SECONDS);
    BlockingQueue<ClusterBeat> said = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .<Buffer>consumer(
            "fanfare.pulse",
            message -> {
              ClusterBeat beat = ClusterBeat.read(message.body());
              if (beat.node().equals("a")) {
                said.add(beat);
              }
            });

    ClusterBeat last = beatOfA("b", said);
    for (int i = 0; time.get() < Peers.PATIENCE; i++) {
      assertThat(pulse.isMute()).isFalse();
      time.addAndGet(3_000);
      there.add("n" + i);
      last = beatOfA("n" + i, said);
    }
    assertThat(pulse.isMute()).isTrue();

    Map<String, Long> heard = Map.of("a", last.number());
    vertx.eventBus().publish("fanfare.pulse", new ClusterBeat("b", 2, heard).bytes());
    there.add("z");
    beatOfA("z", said);
    assertThat(pulse.isMute()).isFalse();
  }

  /** A new node is answered at once. */
  private ClusterBeat beatOfA(String from, BlockingQueue<ClusterBeat> said) throws Exception {
    vertx.eventBus().publish("fanfare.pulse", new ClusterBeat(from, 1, Map.of()).bytes());
    return Objects.requireNonNull(said.poll(30, TimeUnit.SECONDS));
  }

  /** Hazelcast is gone soon after, and with it whoever could be told. */
  @Test
  void whoLeavesAnswersNobody() throws Exception {
    Context own = vertx.getOrCreateContext();
    ClusterPulse pulse =
        new ClusterPulse(
            vertx, own, Clocks.system(), "a", () -> Set.of("a", "b", "c"), 1, (address, why) -> {});
    pulse.listenAnew().await(30, TimeUnit.SECONDS);
    Buffer ofB = new ClusterBeat("b", 1, Map.of()).bytes();
    Buffer ofC = new ClusterBeat("c", 1, Map.of()).bytes();
    BlockingQueue<Buffer> said = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .<Buffer>consumer(
            "fanfare.pulse",
            message -> {
              if (!List.of(ofB, ofC).contains(message.body())) {
                said.add(message.body());
              }
            });
    vertx.eventBus().publish("fanfare.pulse", ofB);
    Buffer answer = said.poll(30, TimeUnit.SECONDS);
    assertThat(ClusterBeat.read(answer).node()).as("a new one is answered at once").isEqualTo("a");

    pulse.stop().await(30, TimeUnit.SECONDS);
    Buffer fence = Buffer.buffer("fence");
    vertx.eventBus().publish("fanfare.pulse", ofC);
    own.runOnContext(v -> vertx.eventBus().publish("fanfare.pulse", fence));
    assertThat(said.poll(30, TimeUnit.SECONDS)).isEqualTo(fence);
  }
}
