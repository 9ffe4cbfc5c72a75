package dev.fanfare.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Code;
import dev.fanfare.message.Event;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each presence does, on one node. */
@Timeout(20)
abstract class PresenceContract {
  private static final RoomName LOBBY = RoomName.of("lobby");
  private static final User ANN = new User("a", "Ann");
  private static final User BOB = new User("b", "Bob");

  final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Event.Presence> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void theRoomIsToldWhenItIsTime() throws Exception {
    Presence presence = presence(Duration.ofMillis(40), Duration.ofMillis(20));
    presence.enter(LOBBY, "1", ANN, false, news -> {});
    presence.enter(LOBBY, "2", BOB, false, news -> {});
    assertThat(next()).isEqualTo(new Event.Presence(LOBBY, List.of(ANN, BOB), List.of(), 2));

    presence.leave(LOBBY, "2", false);
    assertThat(next()).isEqualTo(new Event.Presence(LOBBY, List.of(), List.of(BOB), 1));

    assertThat(presence.rename("1", ANN.named("Anna")).result().name()).isEqualTo("Anna");
    assertThat(next().joined()).containsExactly(ANN.named("Anna"));
    assertThat(presence.count(LOBBY).result()).isEqualTo(1);
    assertThat(presence.members(LOBBY, 9).result()).containsExactly(ANN.named("Anna"));
  }

  @Test
  void anEarlierTimeOvertakesALaterOne() throws Exception {
    Presence presence = presence(Duration.ofHours(1), Duration.ofMillis(20));
    presence.enter(LOBBY, "1", ANN, false, news -> {});
    presence.leave(LOBBY, "1", false);
    next();
    presence.enter(LOBBY, "2", BOB, false, news -> {});
    assertThat(next().joined()).containsExactly(BOB);
  }

  @Test
  void aFaultOfTheListenerDoesNotStopTheRest() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    Presence presence =
        open(
            Duration.ZERO,
            Duration.ZERO,
            news -> {
              if (failed.getCount() == 0) {
                told.add(news);
                return;
              }
              failed.countDown();
              throw new IllegalStateException("on purpose");
            });
    vertx.getOrCreateContext().exceptionHandler(expected -> {});
    presence.enter(LOBBY, "1", ANN, false, news -> {});
    failed.await();
    presence.enter(LOBBY, "2", BOB, false, news -> {});
    assertThat(next().joined()).containsExactly(BOB);
  }

  @Test
  void aTakenNameFailsTheFuture() throws Exception {
    Presence presence = presence(Duration.ofHours(1), Duration.ofHours(1));
    presence.enter(LOBBY, "1", ANN, false, news -> {});
    assertTaken(presence.enter(LOBBY, "2", BOB.named("ann"), false, news -> {}));
    presence.enter(LOBBY, "2", BOB, false, news -> {});
    assertTaken(presence.rename("2", BOB.named("ann")));
    assertThat(presence.enter(LOBBY, "3", new User("c", "ann"), true, news -> {}).result().name())
        .isEqualTo("ann-2");
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    Presence presence = presence(Duration.ZERO, Duration.ZERO);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String id = "u" + t;
      threads.add(new Thread(() -> churn(presence, id)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) thread.join();

    presence.enter(LOBBY, "last", new User("last", "Last"), false, news -> {});
    while (!next().joined().contains(new User("last", "Last"))) {}
    assertThat(presence.count(LOBBY).result()).isEqualTo(5);
    Set<String> names = new HashSet<>();
    presence.members(LOBBY, 9).result().forEach(user -> names.add(user.name()));
    assertThat(names).hasSize(5);
  }

  private static void churn(Presence presence, String id) {
    for (int i = 0; i < 2_000; i++) {
      presence.enter(LOBBY, id, new User(id, "Same"), true, news -> {});
      presence.leave(LOBBY, id, i % 2 == 0);
    }
    presence.enter(LOBBY, id, new User(id, "Same"), true, news -> {});
  }

  private Presence presence(Duration grace, Duration coalesce) throws Exception {
    return open(grace, coalesce, told::add);
  }

  /** A presence that names up to 200 members. */
  abstract Presence open(Duration grace, Duration coalesce, Consumer<Event.Presence> announce)
      throws Exception;

  private Event.Presence next() throws InterruptedException {
    Event.Presence news = told.poll(10, TimeUnit.SECONDS);
    assertThat(news).as("news of the room").isNotNull();
    return news;
  }

  private static void assertTaken(Future<User> answer) {
    assertThat(answer.cause())
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Code.NAME_TAKEN));
  }
}
