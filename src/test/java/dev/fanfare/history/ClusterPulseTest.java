package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Clocks;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
