package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.RoomRules;
import dev.fanfare.history.History;
import dev.fanfare.history.MemoryHistory;
import dev.fanfare.history.Retention;
import dev.fanfare.hub.FakeOutbox.FakeEncoding;
import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.LocalPresence;
import dev.fanfare.wire.RoomEventCodec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hub, room, subscription and session together, over memory and the real event bus, with outboxes
 * that tests can stop.
 */
@ExtendWith(VertxExtension.class)
class RoomTest {
  private static final RoomName ROOM = new RoomName("r");

  /** So long that a message can be stored, spread and delivered while someone reads. */
  private static final int TURNS_PER_READ = 20;

  private static final User ANN = new User("ann", "Ann");

  private final AtomicLong time = new AtomicLong(1);
  private final AtomicInteger epochs = new AtomicInteger();
  private final FakeEncoding encoding = new FakeEncoding();
  private Vertx vertx;
  private Context loop;
  private SlowHistory history;
  private Broker broker;
  private Hub hub;

  /** Answers reads many turns later, as a store on disk does, and forgets on request. */
  private final class SlowHistory implements History {
    private History inner = memory();

    private History memory() {
      return new MemoryHistory(
          new Retention(500, 1_000_000, 1_000_000, 1_000, 10_000_000, 0),
          time::get,
          () -> "e" + epochs.incrementAndGet());
    }

    void beginAnew() {
      inner = memory();
    }

    @Override
    public Future<List<Appended>> append(RoomName room, List<Draft> batch, long now) {
      return inner.append(room, batch, now);
    }

    @Override
    public Future<Page> after(RoomName room, Since since, int limit) {
      return late(inner.after(room, since, limit));
    }

    @Override
    public Future<Page> before(RoomName room, @Nullable Position before, int limit) {
      return late(inner.before(room, before, limit));
    }

    @Override
    public Future<Position> head(RoomName room) {
      return late(inner.head(room));
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }

    private <T> Future<T> late(Future<T> answer) {
      Promise<T> promise = Promise.promise();
      afterTurns(TURNS_PER_READ, () -> answer.onComplete(promise));
      return promise.future();
    }

    private void afterTurns(int turns, Runnable action) {
      if (turns == 0) {
        action.run();
      } else {
        Vertx.currentContext().runOnContext(v -> afterTurns(turns - 1, action));
      }
    }
  }

  @BeforeEach
  void start(Vertx started) throws Exception {
    vertx = started;
    loop = vertx.getOrCreateContext();
    vertx.eventBus().registerCodec(new RoomEventCodec());
    history = new SlowHistory();
    broker =
        new Broker(
            history, vertx.eventBus(), time::get, new RoomRules(List.of()), RoomEventCodec.NAME);
    LocalPresence presence =
        new LocalPresence(
            vertx, Duration.ofSeconds(15), Duration.ofMillis(1), 200, time::get, change -> {});
    onLoop(
            () -> {
              hub =
                  new Hub(
                      vertx,
                      broker,
                      presence,
                      new RoomRules(List.of()),
                      FanfareConfig.defaults().limits(),
                      Duration.ZERO,
                      new Meters(),
                      new Clocks(time::get, time::get),
                      "n");
              return hub.start();
            })
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void encodesOnceForAllAndReleasesEverything() throws Exception {
    List<FakeOutbox> boxes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      boxes.add(join(new FakeOutbox(), null, true));
    }
    int before = encoding.encoded;
    publish(1);
    settle();
    assertThat(boxes).allSatisfy(box -> assertThat(offsets(box)).containsExactly(1L));
    assertThat(encoding.encoded - before).isEqualTo(1);
    assertThat(encoding.open).hasValue(0);
  }

  @Test
  void whoDoesNotWantItsEchoGetsTheOthersMessages() throws Exception {
    FakeOutbox box = join(new FakeOutbox(), null, false);
    onLoop(
            () ->
                broker
                    .publish(new Draft(ROOM, ANN, null, Body.text("own"), "s1", null))
                    .compose(
                        v ->
                            broker.publish(
                                new Draft(ROOM, ANN, null, Body.text("other"), "s9", null))))
        .get(10, TimeUnit.SECONDS);
    settle();
    assertThat(offsets(box)).containsExactly(2L);
  }

  @Test
  void lateJoinerGetsHistoryThenLive() throws Exception {
    publish(20);
    FakeOutbox box = join(new FakeOutbox(), new Position("e1", 5), true);
    publish(3);
    settle();
    assertThat(offsets(box)).containsExactlyElementsOf(range(6, 23));
  }

  @Test
  void oldPositionIsToldAsGap() throws Exception {
    publish(3);
    FakeOutbox box = join(new FakeOutbox(), new Position("other", 2), true);
    settle();
    assertThat(box.events.get(0)).isEqualTo(new Event.Gap(ROOM, new Position("e1", 0)));
    assertThat(offsets(box)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void positionAheadOfTheRoomIsToldAsGap() throws Exception {
    publish(3);
    FakeOutbox other = join(new FakeOutbox(), null, true);
    FakeOutbox box = join(new FakeOutbox(), new Position("e1", 9), true);
    publish(1);
    settle();
    assertThat(box.events.get(0)).isEqualTo(new Event.Gap(ROOM, new Position("e1", 0)));
    assertThat(offsets(box)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(offsets(other)).containsExactly(4L);
  }

  @Test
  void whatTheBusLostIsReadFromHistory() throws Exception {
    FakeOutbox box = join(new FakeOutbox(), null, true);
    publish(2);
    onLoop(
            () ->
                history.append(
                    ROOM, List.of(new Draft(ROOM, ANN, null, Body.text("lost"), "", null)), 1))
        .get(10, TimeUnit.SECONDS);
    publish(1);
    await(() -> offsets(box).size() == 4);
    assertThat(offsets(box)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(hub.metrics().repairs().sum()).isPositive();
  }

  @Test
  void newLifeOfTheRoomIsToldAsGap() throws Exception {
    FakeOutbox box = join(new FakeOutbox(), null, true);
    publish(2);
    settle();
    history.beginAnew();
    publish(1);
    await(() -> offsets(box).size() == 3);
    assertThat(offsets(box)).containsExactly(1L, 2L, 1L);
    assertThat(box.events).contains(new Event.Gap(ROOM, new Position("e2", 0)));
  }

  @Test
  void slowConsumerIsClosedAtFourTimesTheLimit() throws Exception {
    FakeOutbox slow = join(new FakeOutbox(), null, true);
    FakeOutbox quick = join(new FakeOutbox(), null, true);
    slow.writable = false;
    Body large = Body.of(Body.Kind.BINARY, new byte[65_536]);
    for (int i = 0; i < 66; i++) {
      onLoop(() -> broker.publish(new Draft(ROOM, ANN, null, large, "", null)))
          .get(10, TimeUnit.SECONDS);
    }
    settle();
    assertThat(slow.closed).isEqualTo(Code.SLOW_CONSUMER);
    assertThat(quick.closed).isNull();
    assertThat(offsets(quick)).containsExactlyElementsOf(range(1, 66));
  }

  @Test
  void whoIsAlwaysALittleBehindIsNotSlow() throws Exception {
    FakeOutbox box = join(new FakeOutbox(), null, true);
    box.room = 0;
    Body large = Body.of(Body.Kind.BINARY, new byte[65_536]);
    for (int i = 0; i < 100; i++) {
      onLoop(() -> broker.publish(new Draft(ROOM, ANN, null, large, "", null)))
          .get(10, TimeUnit.SECONDS);
      if (i >= 8) {
        onLoop(
                () -> {
                  box.room = 1;
                  sessions.get(0).writable();
                  return Future.succeededFuture();
                })
            .get(10, TimeUnit.SECONDS);
        int expected = i - 7;
        await(() -> offsets(box).size() == expected);
      }
    }
    assertThat(box.closed).isNull();
    assertThat(offsets(box)).containsExactlyElementsOf(range(1, 92));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyPaceGetsEverythingOnceInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    List<FakeOutbox> boxes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      FakeOutbox box = new FakeOutbox();
      box.room = random.nextInt(20);
      boxes.add(join(box, i % 2 == 0 ? null : new Position("e1", 0), true));
    }
    for (int round = 0; round < 40; round++) {
      publish(1 + random.nextInt(10));
      FakeOutbox some = boxes.get(random.nextInt(boxes.size()));
      int more = random.nextInt(30);
      onLoop(
              () -> {
                boolean was = some.writable();
                some.room = more;
                if (!was && some.writable()) {
                  sessions.get(boxes.indexOf(some)).writable();
                }
                return Future.succeededFuture();
              })
          .get(10, TimeUnit.SECONDS);
    }
    long last = onLoop(() -> history.head(ROOM)).get(10, TimeUnit.SECONDS).offset();
    for (int i = 0; i < boxes.size(); i++) {
      FakeOutbox box = boxes.get(i);
      Session session = sessions.get(i);
      onLoop(
              () -> {
                box.room = Integer.MAX_VALUE;
                session.writable();
                return Future.succeededFuture();
              })
          .get(10, TimeUnit.SECONDS);
    }
    for (FakeOutbox box : boxes) {
      await(() -> !offsets(box).isEmpty() && offsets(box).get(offsets(box).size() - 1) == last);
      List<Long> seen = offsets(box);
      assertThat(seen).containsExactlyElementsOf(range(seen.get(0), last));
    }
    assertThat(encoding.open).hasValue(0);
  }

  private final List<Session> sessions = new ArrayList<>();

  private FakeOutbox join(FakeOutbox box, @Nullable Position since, boolean echo) throws Exception {
    onLoop(
            () ->
                hub.open(ROOM)
                    .map(
                        room -> {
                          Session session =
                              new Session(
                                  "s" + (sessions.size() + 1),
                                  ANN,
                                  true,
                                  "ann",
                                  hub,
                                  encoding,
                                  box,
                                  echo);
                          sessions.add(session);
                          session.follow(
                              session.subscribe(room, since == null ? room.position() : since));
                          room.unhold();
                          return room;
                        }))
        .get(10, TimeUnit.SECONDS);
    return box;
  }

  private void publish(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      onLoop(() -> broker.publish(new Draft(ROOM, ANN, null, Body.text("m"), "", null)))
          .get(10, TimeUnit.SECONDS);
    }
  }

  /** Waits until what was published went round: turn after turn of the loop, never for a time. */
  private void settle() throws Exception {
    for (int i = 0; i < 20; i++) {
      onLoop(() -> Future.succeededFuture()).get(10, TimeUnit.SECONDS);
    }
  }

  private void await(Callable<Boolean> condition) throws Exception {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(v -> check(condition, done));
    done.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void check(Callable<Boolean> condition, Promise<Void> done) {
    try {
      if (condition.call()) {
        done.complete();
      } else {
        vertx.setTimer(1, id -> check(condition, done));
      }
    } catch (Exception failure) {
      done.fail(failure);
    }
  }

  private <T> java.util.concurrent.CompletableFuture<T> onLoop(Callable<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(
        v -> {
          try {
            action.call().onComplete(promise);
          } catch (Exception failure) {
            promise.fail(failure);
          }
        });
    return promise.future().toCompletionStage().toCompletableFuture();
  }

  private static List<Long> offsets(FakeOutbox box) {
    return List.copyOf(box.events).stream()
        .filter(Event.Message.class::isInstance)
        .map(event -> ((Event.Message) event).publication())
        .map(Publication::offset)
        .toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
