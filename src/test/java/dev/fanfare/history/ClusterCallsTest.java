package dev.fanfare.history;

import static dev.fanfare.history.HistoryContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterCallsTest {
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong now = new AtomicLong();
  private final AtomicReference<Set<String>> members = new AtomicReference<>(Set.of("a", "b"));
  private final ClusterCalls calls = new ClusterCalls(vertx, now::get, members::get);
  private final CompletableFuture<String> hazelcast = new CompletableFuture<>();
  private final Future<String> answer = Future.fromCompletionStage(calls.askBoth(() -> hazelcast));

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @Test
  void anAnswerInTimeCountsAlsoIfANodeComes() {
    members.set(Set.of("a", "b", "c"));
    hazelcast.complete("stored");
    assertThat(await(answer)).isEqualTo("stored");
  }

  @Test
  void anAnswerThatTookAsLongAsHazelcastWaitsForTheBackupCountsForNothing() {
    now.set(ClusterCalls.COPY_MILLIS);
    assertNothing();
  }

  @Test
  void anAnswerBeforeWhichANodeWentCountsForNothing() {
    members.set(Set.of("a", "c"));
    assertNothing();
  }

  private void assertNothing() {
    hazelcast.complete("stored");
    assertThat(catchThrowable(() -> await(answer))).hasRootCauseInstanceOf(TimeoutException.class);
  }
}
