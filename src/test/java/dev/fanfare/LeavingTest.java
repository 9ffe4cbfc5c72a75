package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeavingTest {
  private static final long AN_HOUR = 3_600_000;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @Test
  void whoeverCannotBeAskedKeepsNobodyLongerThanTheBound() throws InterruptedException {
    try (Lines log = new Lines(Leaving.class)) {
      Promise<Boolean> never = Promise.promise();
      await(new Leaving(vertx, never::future, AN_HOUR, 1).done());
      assertThat(log.next()).startsWith("WARN Leaving the cluster, though");
      never.complete(true); // too late to matter
    }
  }

  @Test
  void aRoomWithoutItsCopyKeepsNobodyLongerThanTheBound() throws InterruptedException {
    try (Lines log = new Lines(Leaving.class)) {
      await(new Leaving(vertx, () -> Future.succeededFuture(false), 1, 5).done());
      assertThat(log.next()).startsWith("WARN Leaving the cluster, though");
    }
  }

  @Test
  void whoIsSafeAfterSomeQuestionsLeavesThenWithoutAWord() {
    try (Lines log = new Lines(Leaving.class)) {
      AtomicInteger questions = new AtomicInteger();
      await(
          new Leaving(
                  vertx, () -> Future.succeededFuture(questions.incrementAndGet() == 3), 1, AN_HOUR)
              .done());
      assertThat(questions).hasValue(3);
      assertThat(log.more()).isZero();
    }
  }

  @Test
  void whoIsNoMemberAnyMoreLeavesAtOnce() {
    await(new Leaving(vertx, () -> Future.failedFuture("gone"), AN_HOUR, AN_HOUR).done());
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
