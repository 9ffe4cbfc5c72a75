package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.core.impl.NoStackTraceTimeoutException;
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
        uncaught.handle(fromLine(1, "No answer to message " + i));
      }
      uncaught.handle(fromLine(2, "No answer to message 0"));
      uncaught.handle(new IllegalArgumentException("no answer"));
      now.addAndGet(60_000);
      uncaught.handle(fromLine(1, "No answer to message 801"));
      assertThat(lines.next()).isEqualTo("ERROR Nobody caught this");
      assertThat(lines.next()).isEqualTo("ERROR Nobody caught this");
      assertThat(lines.next()).isEqualTo("ERROR Nobody caught this");
      assertThat(lines.next())
          .isEqualTo("ERROR Nobody caught this, and 800 more of the same lately");
      assertThat(lines.more()).isZero();
    }
  }

  @Test
  void withoutATraceTheClassSaysWhatIsTheSame() {
    try (Lines lines = new Lines(Uncaught.class)) {
      for (int i = 0; i < 10; i++) {
        uncaught.handle(new NoStackTraceThrowable("number " + i));
        uncaught.handle(new NoStackTraceTimeoutException("number " + i));
      }
      assertThat(lines.more()).isEqualTo(2);
    }
  }

  @Test
  void whatIsDifferentEachTimeTakesNoMemory() {
    try (Lines lines = new Lines(Uncaught.class)) {
      for (int i = 0; i < 200; i++) {
        uncaught.handle(fromLine(i, "different"));
        assertThat(uncaught.kinds()).isLessThanOrEqualTo(64);
      }
      uncaught.handle(fromLine(200, "the same"));
      uncaught.handle(fromLine(200, "the same"));
      assertThat(lines.more()).isEqualTo(201);
    }
  }

  private static Throwable fromLine(int line, String text) {
    Throwable failure = new IllegalStateException(text);
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("Some", "method", "Some.java", line),
          new StackTraceElement("Caller" + text, "method", "Caller.java", 1)
        });
    return failure;
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
