package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private final List<Promise<Void>> inside = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::due));
  private long now = 1_000;
  private boolean settled = true;
  private int refused;

  private final Turnstile turnstile =
      new Turnstile(
          () -> now,
          (millis, action) -> timers.add(new Timer(now + millis, action)),
          () -> settled,
          () -> refused++);

  private record Timer(long due, Runnable action) {}

  @Test
  void aFewComeInAtOnceAndNoneIsKeptWaiting() {
    List<Future<Void>> all = come(5);
    assertThat(inside).hasSize(5);
    finish();
    assertThat(all).allMatch(Future::succeeded);
    assertThat(timers).as("nothing took any time").isEmpty();
  }

  @Test
  void whoComesWhileAGroupIsInsideWaitsUntilItIsDoneAndHasRested() {
    come(Turnstile.GROUP + 1);
    assertThat(inside).hasSize(Turnstile.GROUP);
    now += 40;
    finish();
    passTime(39);
    assertThat(inside).isEmpty();
    passTime(1);
    assertThat(inside).hasSize(1);
  }

  @Test
  void itRestsLongerWhileTheHistoryIsNotSettled() {
    settled = false;
    come(Turnstile.GROUP + 1);
    now += 40;
    finish();
    passTime(40 * Turnstile.REST_UNSETTLED - 1);
    assertThat(inside).isEmpty();
    passTime(1);
    assertThat(inside).hasSize(1);
  }

  @Test
  void whoIsStuckHoldsUpNobodyForLong() {
    come(2 * Turnstile.GROUP);
    passTime(2 * Turnstile.SLOW_MILLIS);
    assertThat(inside).as("those who are stuck, and the next").hasSize(2 * Turnstile.GROUP);
    now += 10;
    finish();
    passTime(10);
    come(1);
    assertThat(inside).hasSize(1);
  }

  @Test
  void whatFailsOrThrowsIsDoneToo() {
    Future<Void> broken =
        turnstile.pass(
            () -> {
              throw Refusal.of(Code.DRAINING, "too late");
            });
    assertThat(broken.cause()).isInstanceOf(Refusal.class);
    come(Turnstile.GROUP);
    assertThat(inside).hasSize(Turnstile.GROUP);
  }

  @Test
  void theyComeInInTheOrderInWhichTheyCame() {
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> turnstile.pass(() -> entered(order, i)));
    passTime(10_000);
    assertThat(order).isEqualTo(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void whoWouldWaitTooLongIsToldWhenTheirTurnIsAndNotAllTheSame() {
    List<Future<Void>> all = new ArrayList<>(come(Turnstile.GROUP + 1));
    now += Turnstile.SLOW_MILLIS;
    finish(); // now it is known how long a group takes
    all.addAll(come(4_000));
    List<Long> retries =
        all.stream().filter(Future::failed).map(one -> refusal(one).retryMillis()).toList();
    assertThat(retries).isNotEmpty().hasSize(refused);
    assertThat(retries).allMatch(millis -> millis > Turnstile.PATIENCE_MILLIS);
    assertThat(retries).allMatch(millis -> millis <= Turnstile.LATEST_MILLIS);
    assertThat(retries.stream().distinct().count()).isGreaterThan(100);
    for (int i = 0; i < 20_000; i++) {
      passTime(1);
      finish();
    }
    assertThat(all).as("the others are in").allMatch(Future::isComplete);
    assertThat(all.stream().filter(Future::failed)).hasSize(refused);
  }

  @Test
  void whenItGoesSlowerThanItSeemedTheLastAreToldSo() {
    List<Future<Void>> all = come(4_000);
    assertThat(refused).as("nothing is known yet").isZero();
    passTime(Turnstile.SLOW_MILLIS);
    assertThat(refused).isPositive();
    assertThat(all.get(all.size() - 1).failed()).isTrue();
    assertThat(all.get(Turnstile.GROUP).isComplete()).isFalse();
  }

  @Test
  void whoCannotBeToldWaits() {
    List<Future<Void>> all =
        IntStream.range(0, 4_000).mapToObj(i -> turnstile.passAtLast(this::enter)).toList();
    passTime(Turnstile.SLOW_MILLIS);
    assertThat(refused).isZero();
    for (int i = 0; i < 100_000; i++) {
      passTime(1);
      finish();
    }
    assertThat(all).allMatch(Future::succeeded);
  }

  private static Refusal refusal(Future<?> failed) {
    Refusal refusal = (Refusal) failed.cause();
    assertThat(refusal.code()).isEqualTo(Code.UNAVAILABLE);
    return refusal;
  }

  private List<Future<Void>> come(int many) {
    return IntStream.range(0, many).mapToObj(i -> turnstile.pass(this::enter)).toList();
  }

  private Future<Void> enter() {
    Promise<Void> promise = Promise.promise();
    inside.add(promise);
    return promise.future();
  }

  private static Future<Void> entered(List<Integer> order, int number) {
    order.add(number);
    return Future.succeededFuture();
  }

  private void finish() {
    List<Promise<Void>> now = List.copyOf(inside);
    inside.clear();
    now.forEach(Promise::complete);
  }

  private void passTime(long millis) {
    long end = now + millis;
    while (!timers.isEmpty() && timers.peek().due() <= end) {
      Timer next = timers.remove();
      now = next.due();
      next.action().run();
    }
    now = end;
  }
}
