package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.MemoryHistory;
import dev.fanfare.history.Retention;
import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Draft;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.LocalPresence;
import dev.fanfare.wire.BatchCodec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rooms that wait longer than any test: what is sent is sent because there is so much. */
@ExtendWith(VertxExtension.class)
class LingerTest {
  private static final RoomName ROOM = new RoomName("r");
  private static final User ANN = new User("ann", "Ann");
  private static final int MUCH = 256 * 1024;

  private final FakeOutbox.FakeEncoding encoding = new FakeOutbox.FakeEncoding();
  private final FakeOutbox box = new FakeOutbox();
  private Context loop;
  private Broker broker;
  private Hub hub;
  private Session session;

  @BeforeEach
  void join(Vertx vertx) throws Exception {
    loop = vertx.getOrCreateContext();
    vertx.eventBus().registerCodec(new BatchCodec());
    MemoryHistory history =
        new MemoryHistory(
            new Retention(500, 1_000_000, 4 * MUCH, 1_000, 10_000_000, 0), () -> 1, () -> "e");
    broker =
        new Broker(history, vertx.eventBus(), () -> 1, new RoomRules(List.of()), BatchCodec.NAME);
    LocalPresence presence =
        new LocalPresence(
            vertx, Duration.ofSeconds(15), Duration.ofMillis(1), 200, () -> 1, change -> {});
    onLoop(
        () -> {
          hub =
              new Hub(
                  vertx,
                  broker,
                  presence,
                  new RoomRules(List.of()),
                  FanfareConfig.defaults().limits(),
                  Duration.ofHours(1),
                  new Backlogs(0).open(),
                  new Meters(),
                  new Clocks(() -> 1, () -> 1),
                  "n");
          return hub.start()
              .compose(started -> hub.open(ROOM))
              .map(
                  room -> {
                    session = new Session("s", ANN, false, "ann", hub, encoding, box, true);
                    session.follow(session.subscribe(room, room.position()));
                    return room;
                  });
        });
  }

  @Test
  void publicationsOfManyTurnsAreOneChunk() throws Exception {
    for (int i = 0; i < 5; i++) {
      publish(1);
      assertThat(box.chunks).isEmpty();
    }
    // With the next one it is too much to wait any longer: it and what waited go, 256 KiB a chunk.
    publish(MUCH);
    assertThat(box.chunks).containsExactly(5, 1);
    assertThat(encoding.encoded).isEqualTo(2);
    publish(1);
    assertThat(box.chunks).as("what comes now waits again").hasSize(2);
  }

  @Test
  void whoCannotTakeItStillMissesNothing() throws Exception {
    box.writable = false;
    publish(1);
    publish(MUCH);
    assertThat(box.chunks).isEmpty();
    box.writable = true;
    publish(1);
    onLoop(
        () -> {
          session.writable();
          return Future.succeededFuture();
        });
    publish(MUCH);
    assertThat(box.events).hasSize(4);
    assertThat(box.events).doesNotHaveDuplicates();
  }

  private void publish(int size) throws Exception {
    Body body = Body.of(Body.Kind.BINARY, new byte[size]);
    onLoop(() -> hub.publish(new Draft(ROOM, ANN, null, body, "", null)));
    // It went round when the loop did so.
    for (int i = 0; i < 20; i++) {
      onLoop(Future::succeededFuture);
    }
  }

  private <T> T onLoop(Supplier<Future<T>> action) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(v -> action.get().onComplete(done));
    return done.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
