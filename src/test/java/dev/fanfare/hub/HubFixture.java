package dev.fanfare.hub;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.config.Limits;
import dev.fanfare.config.RoomRule;
import dev.fanfare.config.RoomRules;
import dev.fanfare.hub.FakeOutbox.FakeEncoding;
import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.metrics.Meters;
import dev.fanfare.presence.LocalPresence;
import dev.fanfare.wire.BatchCodec;
import dev.fanfare.wire.DigestCodec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A hub on its loop, over a slow history in memory and the real event bus. Called from a test's
 * thread; what it does happens on the loop.
 */
final class HubFixture {
  static final RoomName ROOM = new RoomName("r");
  static final User ANN = new User("ann", "Ann");

  final AtomicLong time = new AtomicLong(1);

  /** What waits, with a bound of 1,000,000 bytes that nothing counts towards by itself. */
  final Backlog backlog = new Backlogs(1_000_000).open();

  final FakeEncoding encoding = new FakeEncoding();
  final List<Session> sessions = new ArrayList<>();
  final SlowHistory history;
  final Broker broker;
  final Digests digests;
  Hub hub;

  /** Another loop, that publishes: what it says comes over the bus. */
  final Spreading elsewhere;

  private final Vertx vertx;
  private final Context loop;

  /**
   * @param rules of rooms
   */
  static HubFixture start(Vertx vertx, RoomRule... rules) throws Exception {
    HubFixture fixture = new HubFixture(vertx);
    fixture.begin(new RoomRules(List.of(rules)));
    return fixture;
  }

  private HubFixture(Vertx vertx) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    vertx.eventBus().registerCodec(new BatchCodec());
    this.history = new SlowHistory(time::get);
    vertx.eventBus().registerCodec(new DigestCodec());
    this.digests = new Digests(vertx, time::get, DigestCodec.NAME);
    this.broker =
        new Broker(
            history,
            vertx.eventBus(),
            time::get,
            new RoomRules(List.of()),
            BatchCodec.NAME,
            digests::stored);
    this.elsewhere =
        new Spreading(broker, event -> {}, action -> loop.runOnContext(v -> action.run()));
  }

  private void begin(RoomRules rules) throws Exception {
    LocalPresence presence =
        new LocalPresence(
            vertx,
            Duration.ofSeconds(15),
            Duration.ofMillis(1),
            200,
            time::get,
            change -> broker.tellHere(change.room(), change));
    Limits limits = FanfareConfig.defaults().limits();
    onLoop(
        () -> {
          hub =
              new Hub(
                  vertx,
                  broker,
                  presence,
                  rules,
                  limits,
                  Duration.ZERO,
                  backlog,
                  new Meters(),
                  new Clocks(time::get, time::get),
                  "n");
          return hub.start();
        });
  }

  FakeOutbox join(FakeOutbox box, @Nullable Position since, boolean echo) throws Exception {
    return join(box, since, echo, encoding);
  }

  FakeOutbox join(FakeOutbox box, @Nullable Position since, boolean echo, Encoding wanted)
      throws Exception {
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
                              wanted,
                              box,
                              echo);
                      sessions.add(session);
                      session.follow(
                          session.subscribe(room, since == null ? room.position() : since));
                      room.unhold();
                      return room;
                    }));
    return box;
  }

  Session sessionOf(FakeOutbox box) {
    return sessions.stream().filter(session -> session.outbox() == box).findFirst().orElseThrow();
  }

  /** The outbox takes more again, if it has room. */
  void resume(FakeOutbox box) throws Exception {
    run(
        () -> {
          box.writable = true;
          sessionOf(box).writable();
        });
  }

  static Body bytes(int size) {
    return Body.of(Body.Kind.BINARY, new byte[size]);
  }

  void publish(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      publish(Body.text("m"), "");
    }
  }

  void publish(Body body, String session) throws Exception {
    onLoop(() -> elsewhere.publish(new Draft(ROOM, ANN, null, body, session, null)));
  }

  /** So many messages that arrive in one turn of the loop. */
  void publishAtOnce(int count) throws Exception {
    onLoop(
        () -> {
          List<Future<?>> all = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            all.add(elsewhere.publish(new Draft(ROOM, ANN, null, Body.text("m"), "", null)));
          }
          return Future.all(all);
        });
  }

  /** Waits until what was published went round: turn after turn of the loop, never for a time. */
  void settle() throws Exception {
    for (int i = 0; i < 2 * SlowHistory.TURNS_PER_READ; i++) {
      run(() -> {});
    }
  }

  void await(Callable<Boolean> condition) throws Exception {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(v -> check(condition, done));
    get(done);
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

  void run(Runnable action) throws Exception {
    onLoop(
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }

  <T> T onLoop(Callable<Future<T>> action) throws Exception {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(
        v -> {
          try {
            action.call().onComplete(promise);
          } catch (Exception failure) {
            promise.fail(failure);
          }
        });
    return get(promise);
  }

  private static <T> T get(Promise<T> promise) throws Exception {
    return promise.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
