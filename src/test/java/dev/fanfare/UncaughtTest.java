package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UncaughtTest {
  private final AtomicLong now = new AtomicLong();
  private final Uncaught uncaught = new Uncaught(now::get);

  @Test
  void theSameIsSaidOnceAMinuteAndCounted() throws Exception {
    try (Lines lines = new Lines(Uncaught.class)) {
      for (int i = 0; i < 801; i++) {
        uncaught.handle(new IllegalStateException("Promise already completed"));
      }
      uncaught.handle(new IllegalStateException("something else"));
      now.addAndGet(60_000);
      uncaught.handle(new IllegalStateException("Promise already completed"));
      assertThat(lines.next()).isEqualTo("ERROR Nobody caught this");
      assertThat(lines.next()).isEqualTo("ERROR Nobody caught this");
      assertThat(lines.next())
          .isEqualTo("ERROR Nobody caught this, and 800 more of the same lately");
      assertThat(lines.more()).isZero();
    }
  }

  @Test
  void whatIsDifferentEachTimeTakesNoMemory() {
    try (Lines lines = new Lines(Uncaught.class)) {
      for (int i = 0; i < 200; i++) {
        uncaught.handle(new IllegalStateException("number " + i));
        assertThat(uncaught.kinds()).isLessThanOrEqualTo(64);
      }
      uncaught.handle(new IllegalStateException("the same"));
      uncaught.handle(new IllegalStateException("the same"));
      assertThat(lines.more()).isEqualTo(201);
    }
  }

  @Test
  void vertxGivesItWhatFailsOnItsContexts() throws Exception {
    Vertx vertx = Vertx.vertx().exceptionHandler(uncaught);
    try (Lines lines = new Lines(Uncaught.class)) {
      CountDownLatch done = new CountDownLatch(1);
      var context = vertx.getOrCreateContext();
      context.runOnContext(
          v -> {
            throw new IllegalStateException("of a handler");
          });
      context.runOnContext(v -> done.countDown());
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(lines.next()).isEqualTo("ERROR Nobody caught this");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }
}
