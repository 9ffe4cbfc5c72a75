package dev.fanfare.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenewalTest {
  private final List<Promise<Void>> runs = new ArrayList<>();
  private final Renewal renewal =
      new Renewal(
          () -> {
            Promise<Void> run = Promise.promise();
            runs.add(run);
            return run.future();
          });

  @Test
  void whatIsWantedMeanwhileIsDoneOnceAfter() {
    Future<Void> first = renewal.run();
    Future<Void> second = renewal.run();
    Future<Void> third = renewal.run();
    assertThat(runs).hasSize(1);
    runs.get(0).complete();
    assertThat(first.succeeded()).isTrue();
    assertThat(second.isComplete()).isFalse();
    assertThat(runs).hasSize(2);
    runs.get(1).complete();
    assertThat(second.succeeded()).isTrue();
    assertThat(third.succeeded()).isTrue();
    renewal.run();
    assertThat(runs).hasSize(3);
  }

  @Test
  void oneThatFailsIsToldAndHoldsNobodyUp() {
    Future<Void> first = renewal.run();
    Future<Void> second = renewal.run();
    runs.get(0).fail("as it happens");
    assertThat(first.failed()).isTrue();
    runs.get(1).complete();
    assertThat(second.succeeded()).isTrue();
  }

  @Test
  void oneThatThrowsHasFailed() {
    List<String> began = new ArrayList<>();
    Renewal throwing =
        new Renewal(
            () -> {
              began.add("");
              throw new IllegalStateException("as it happens");
            });
    assertThat(throwing.run().failed()).isTrue();
    assertThat(throwing.run().failed()).isTrue();
    assertThat(began).hasSize(2);
  }
}
